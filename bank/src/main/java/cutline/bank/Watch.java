package cutline.bank;

import cutline.bank.wire.Beginning;
import cutline.bank.wire.Deed;
import cutline.bank.wire.Observations;
import cutline.bank.wire.Reply;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What a process has done and one client has not fetched yet. It is bounded: what is too much ends
 * the watch, and the client begins a new one.
 */
final class Watch {

  /** So much may wait to be fetched. */
  static final int MOST = 16_384;

  /** What fits into a frame with what is around it. */
  private static final int MOST_BYTES = 48 * 1024;

  private enum Phase {
    /** Nobody is told anything. */
    OVER,
    /** It begins with the step that is being made. */
    BEGINNING,
    /** It has begun. */
    ON
  }

  private final Deque<Supplier<Deed>> waiting = new ArrayDeque<>();
  private Phase phase = Phase.OVER;

  /** What it begins with will be durable with the step that is being made. */
  synchronized void begins() {
    phase = Phase.BEGINNING;
    waiting.clear();
  }

  /** What it begins with is durable; gives what the client is told of it. */
  synchronized Reply begun(Beginning beginning) {
    phase = Phase.ON;
    return Reply.newBuilder()
        .setObservations(Observations.newBuilder().setBeginning(beginning))
        .build();
  }

  /** Whether what is done is, or soon will be, told. */
  synchronized boolean isWanted() {
    return phase != Phase.OVER;
  }

  /** Whether there is an answer for the client at once. */
  synchronized boolean isOn() {
    return phase == Phase.ON;
  }

  /** Something was done. */
  synchronized void offer(Supplier<Deed> deed) {
    if (phase != Phase.ON) {
      return;
    }
    if (waiting.size() == MOST) {
      end();
    } else {
      waiting.add(deed);
    }
  }

  synchronized void end() {
    phase = Phase.OVER;
    waiting.clear();
  }

  /** What the client has not fetched yet, as much as fits. */
  synchronized Reply take() {
    Observations.Builder observations = Observations.newBuilder();
    int bytes = 0;
    while (!waiting.isEmpty() && bytes < MOST_BYTES) {
      Deed deed = waiting.remove().get();
      observations.addDeeds(deed);
      bytes += deed.getSerializedSize() + Long.BYTES;
    }
    return Reply.newBuilder().setObservations(observations.setMore(!waiting.isEmpty())).build();
  }
}
