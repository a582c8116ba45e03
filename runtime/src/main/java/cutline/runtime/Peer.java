package cutline.runtime;

import cutline.core.ChannelOrder;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another process as this one sees it: the channel to it, the cursor of the channel from it, and
 * the connection that carries both while there is one.
 */
final class Peer {

  static final long FIRST_REDIAL = Duration.ofMillis(20).toNanos();
  static final long LAST_REDIAL = Duration.ofSeconds(1).toNanos();

  /** How long the acknowledgement of what is no message may wait for company. */
  static final long ACKNOWLEDGEMENT_DELAY = Duration.ofMillis(5).toNanos();

  /** How long a peer may take to answer our hello. */
  static final long GREETING = Duration.ofSeconds(5).toNanos();

  final int index;
  final String name;
  final Outbox outbox;

  /** What has been received from this peer: the cursor of its channel to us. */
  Cursor received = new Cursor();

  /** The sum of the {@link Digest}s of what has been received. */
  long receivedDigest;

  /** Whether entries from this peer come in the order of their numbers. */
  final boolean comesInOrder;

  /** When the peer must be told {@link #received}, {@code Long.MAX_VALUE} if it knows. */
  private long acknowledgeBy = Long.MAX_VALUE;

  /** The life of the peer that we know, or null if we never met. */
  @Nullable Incarnation incarnation;

  /** The established connection, or null. */
  @Nullable Session session;

  private long committedCount;
  private @Nullable Incarnation committedIncarnation;

  private final boolean dials;
  private boolean dialling;
  private int failures;
  private String lastFailure = "";
  private @Nullable Session ungreeted;
  private long greetingDeadline;
  private long redialAt;

  /**
   * @param dials whether it is this process that makes the connection: of two, the one whose name
   *     sorts first
   */
  Peer(int index, String name, boolean dials, ChannelOrder to, ChannelOrder from) {
    this.index = index;
    this.name = name;
    this.dials = dials;
    this.outbox = to == ChannelOrder.FIFO ? new Outbox() : new UnorderedOutbox();
    this.comesInOrder = from == ChannelOrder.FIFO;
  }

  /** Whether something that must be durable is not. */
  boolean isChanged() {
    return received.count() != committedCount
        || outbox.last() != outbox.committed()
        || !Objects.equals(incarnation, committedIncarnation);
  }

  /** What is known is durable, after a restart. */
  void restored() {
    committedCount = received.count();
    committedIncarnation = incarnation;
  }

  void committed() {
    restored();
    outbox.commit();
  }

  // ---------------------------------------------------------- connecting

  boolean dials() {
    return dials;
  }

  /** When to dial, {@code Long.MAX_VALUE} for not now. */
  long dialAt() {
    return dials && !dialling && session == null ? redialAt : Long.MAX_VALUE;
  }

  void dialling() {
    dialling = true;
  }

  /** Both sides have agreed on a connection, and we do not want it any more. */
  void disconnect() {
    Session old = session;
    if (old != null) {
      old.close();
      session = null;
    }
  }

  /** A connection that we made is there; the peer must answer our hello in time. */
  void connected(Session made, long now) {
    ungreeted = made;
    greetingDeadline = now + GREETING;
    lastFailure = "";
  }

  /** Whether this is a connection that we made and that the peer has not agreed to so far. */
  boolean awaitsGreeting(Session made) {
    return made == ungreeted;
  }

  /** The process begins anew, and nothing of what was said on connections until now counts. */
  void leave() {
    disconnect();
    if (ungreeted != null) {
      ungreeted.close();
    }
  }

  /**
   * Takes the place of one that we have {@link #leave left}: what has become of its attempt to
   * connect, or of its connection, is still to be told.
   */
  void follow(Peer earlier) {
    dialling = earlier.dialling;
  }

  /** Ends a connection that we made and that the peer has not agreed to in time. */
  void requireGreeting(long now) {
    Session made = ungreeted;
    if (made != null && greetingDeadline <= now) {
      ungreeted = null;
      made.close();
    }
  }

  /** When {@link #requireGreeting} must be called, {@code Long.MAX_VALUE} for not now. */
  long greetingDeadline() {
    return ungreeted == null ? Long.MAX_VALUE : greetingDeadline;
  }

  /** An attempt has failed; true if it is for another reason than the last one. */
  boolean dialFailed(String reason, long now) {
    dialEnded(now);
    boolean isNew = !reason.equals(lastFailure);
    lastFailure = reason;
    return isNew;
  }

  /** The attempt or the connection that we made has ended; wait longer each time. */
  void dialEnded(long now) {
    dialling = false;
    ungreeted = null;
    redialAt = now + Math.min(LAST_REDIAL, FIRST_REDIAL << Math.min(failures++, 10));
  }

  /** Something was achieved on the connection: if it ends, the next one may follow soon. */
  private void achieved() {
    failures = 0;
  }

  /**
   * Both sides have agreed: this connection takes the place of any other.
   *
   * @param heard what the peer has received from us
   */
  void establish(Session agreed, Hello hello, Cursor heard) {
    Session old = session;
    if (old != null && old != agreed) {
      old.close();
    }
    session = agreed;
    ungreeted = null;
    incarnation = new Incarnation(hello.getIncarnation(), hello.getNonce());
    outbox.resume(heard);
  }

  /** Whether this number may come now; it has not been received. */
  boolean awaits(long number) {
    return number > 0 && number - received.upTo() <= (comesInOrder ? 1 : Cursor.SPAN);
  }

  /** An entry has been applied. */
  void receive(Event.Numbered numbered) {
    received.add(numbered.entry().getNumber());
    receivedDigest += numbered.digest();
    achieved();
  }

  /**
   * An entry has come, perhaps once more. Only a message is acknowledged at once: whoever has sent
   * it may be waiting for room in its channel.
   */
  void oweAcknowledgement(boolean isMessage, long now) {
    acknowledgeBy = Math.min(acknowledgeBy, isMessage ? now : now + ACKNOWLEDGEMENT_DELAY);
  }

  long acknowledgeBy() {
    return acknowledgeBy;
  }

  /** When {@link #transmit} must be called, {@code Long.MAX_VALUE} for not now. */
  long nextTransmission() {
    return Math.min(acknowledgeBy, outbox.nextDue());
  }

  /** Sends what is due, and how far we have received. */
  void transmit(long now) {
    Session current = session;
    if (current == null) {
      return;
    }
    boolean acknowledges =
        acknowledgeBy <= now || (acknowledgeBy != Long.MAX_VALUE && outbox.nextDue() <= now);
    List<byte[]> frames = new ArrayList<>();
    if (acknowledges) {
      frames.add(Session.acknowledgement(received));
      acknowledgeBy = Long.MAX_VALUE;
    }
    outbox.transmit(now, frames);
    if (!frames.isEmpty()) {
      current.send(frames);
    }
  }

  /**
   * Judges what the peer says about itself against what we know. The logs come first: a process
   * that has lost entries must not fence one that has not.
   *
   * @param heard what the peer says that it has received from us
   * @return why it is refused, or null if the connection is wanted
   */
  @Nullable Refusal judge(Hello hello, Cursor heard) {
    if (heard.highest() > outbox.committed()) {
      return refusal(
          Refusal.Code.LOG_MISMATCH,
          "%s has received %s entries from us and we have sent only %d: our own state is older than what we have sent"
              .formatted(name, heard.highest(), outbox.committed()));
    }
    if (outbox.hasAcknowledgedMoreThan(heard)) {
      return refusal(
          Refusal.Code.LOG_MISMATCH,
          "%s has acknowledged %d of our entries and now knows only %d: it has lost its state"
              .formatted(name, outbox.acknowledged(), heard.upTo()));
    }
    if (hello.getSent() < received.highest()) {
      return refusal(
          Refusal.Code.LOG_MISMATCH,
          "we have received %d entries from %s and it knows of only %s: it has lost its state"
              .formatted(received.count(), name, Long.toUnsignedString(hello.getSent())));
    }
    if (hello.getReceivedDigest() != outbox.digestOf(heard)) {
      return refusal(
          Refusal.Code.LOG_MISMATCH,
          "%s has received other entries from us than we have sent, under the same numbers: one of the two goes on from an old copy of its state"
              .formatted(name));
    }
    Incarnation known = incarnation;
    if (known != null && hello.getIncarnation() < known.counter()) {
      return refusal(
          Refusal.Code.FENCED,
          "a later life of %s is known (%d, this is %d)"
              .formatted(name, known.counter(), hello.getIncarnation()));
    }
    if (known != null
        && hello.getIncarnation() == known.counter()
        && hello.getNonce() != known.nonce()
        && (session != null || received.count() > 0 || outbox.acknowledged() > 0)) {
      return refusal(
          Refusal.Code.FENCED,
          "another process is known as %s: this is a second one, or one that has lost its state"
              .formatted(name));
    }
    return null;
  }

  static Refusal refusal(Refusal.Code code, String reason) {
    return Refusal.newBuilder().setCode(code).setReason(reason).build();
  }
}
