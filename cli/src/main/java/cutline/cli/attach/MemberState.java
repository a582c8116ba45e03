package cutline.cli.attach;

import cutline.bank.wire.Status;

/** How a member of a bank stands, in a word. */
public enum MemberState {
  /** Not heard of yet. */
  ASKED("asked"),
  /** Has its share, and waits to be told to begin. */
  WAITING("waiting"),
  /** Transfers money by itself. */
  STARTED("started"),
  /** Would, but was told not to for now. */
  PAUSED("paused"),
  /** Does not answer, or not as a member of this bank. */
  UNREACHABLE("not reachable");

  private final String word;

  MemberState(String word) {
    this.word = word;
  }

  public static MemberState of(Status status) {
    if (status.getPhase() != Status.Phase.STARTED) {
      return WAITING;
    }
    return status.getPaused() ? PAUSED : STARTED;
  }

  /** For people. */
  public String word() {
    return word;
  }
}
