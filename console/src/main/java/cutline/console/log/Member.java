package cutline.console.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process in a {@link LogState}. */
public final class Member {

  /** The most undecided snapshots that are followed; older ones are forgotten. */
  private static final int MOST_RECORDINGS = 64;

  @Nullable Long balance;
  boolean down;
  int era;
  final Map<String, Recording> recordings = new LinkedHashMap<>();

  Member(@Nullable Long balance) {
    this.balance = balance;
  }

  Member copy() {
    Member copy = new Member(balance);
    copy.down = down;
    copy.era = era;
    recordings.forEach((snapshot, recording) -> copy.recordings.put(snapshot, recording.copy()));
    return copy;
  }

  void begin(String snapshot, Recording recording) {
    recordings.put(snapshot, recording);
    if (recordings.size() > MOST_RECORDINGS) {
      recordings.remove(recordings.keySet().iterator().next());
    }
  }

  /** In dollars, or null if it is not known. */
  public @Nullable Long balance() {
    return balance;
  }

  /** Per undecided snapshot, what it has recorded. */
  public Map<String, Recording> recordings() {
    return recordings;
  }

  /** How it is, in a word: down, recording, complete or up. */
  public String state() {
    if (down) {
      return "down";
    }
    if (recordings.isEmpty()) {
      return "up";
    }
    return recordings.values().stream().allMatch(Recording::isComplete) ? "complete" : "recording";
  }
}
