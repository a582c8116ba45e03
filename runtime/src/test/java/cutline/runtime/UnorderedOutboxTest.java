package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The sending end of a channel whose entries overtake one another. */
class UnorderedOutboxTest {

  private final UnorderedOutbox outbox = new UnorderedOutbox();

  private static byte[] frame(long number, int size) {
    byte[] frame = new byte[size];
    frame[0] = (byte) number;
    return frame;
  }

  private void append(int size, long... dues) {
    for (long due : dues) {
      outbox.append(frame(outbox.nextNumber(), size), due, false);
    }
    outbox.commit();
  }

  private List<Integer> transmitted(long now) {
    List<byte[]> frames = new ArrayList<>();
    outbox.transmit(now, frames);
    return frames.stream().map(frame -> (int) frame[0]).toList();
  }

  private static Cursor received(long upTo, long... above) {
    Cursor received = new Cursor(upTo);
    for (long number : above) {
      received.add(number);
    }
    return received;
  }

  @Test
  void whatIsDueFirstLeavesFirst() {
    append(10, 30, 10, 20, 10);
    assertThat(outbox.nextDue()).isEqualTo(10);
    assertThat(transmitted(9)).isEmpty();
    assertThat(transmitted(10)).containsExactly(2, 4);
    assertThat(outbox.nextDue()).isEqualTo(20);
    assertThat(transmitted(25)).containsExactly(3);
    assertThat(transmitted(30)).containsExactly(1);
    assertThat(outbox.nextDue()).isEqualTo(Long.MAX_VALUE);
    assertThat(outbox.unacknowledgedBytes).isEqualTo(40);
  }

  @Test
  void nothingLeavesBeforeItIsDurable() {
    outbox.append(frame(1, 10), 0, false);
    assertThat(outbox.nextDue()).isEqualTo(Long.MAX_VALUE);
    assertThat(transmitted(5)).isEmpty();
    outbox.commit();
    assertThat(transmitted(5)).containsExactly(1);
  }

  @Test
  void whatIsAcknowledgedOutOfOrderIsNotSentAgain() {
    append(10, 0, 0, 0, 0, 50);
    assertThat(transmitted(0)).containsExactly(1, 2, 3, 4);
    outbox.acknowledge(received(1, 3));
    assertThat(outbox.acknowledged()).isEqualTo(1);
    assertThat(outbox.isKnown(3)).isTrue();
    assertThat(outbox.isKnown(2)).isFalse();
    assertThat(outbox.unacknowledgedBytes).isEqualTo(20);
    assertThat(outbox.heldMessages()).extracting(held -> (int) held[0]).containsExactly(2, 4, 5);
    assertThat(outbox.hasAcknowledgedMoreThan(received(1, 3))).isFalse();
    assertThat(outbox.hasAcknowledgedMoreThan(received(1))).isTrue();
    assertThat(outbox.hasAcknowledgedMoreThan(received(2))).isTrue();
    outbox.resume(received(1, 3));
    assertThat(outbox.unacknowledgedBytes).isZero();
    assertThat(transmitted(0)).containsExactly(2, 4);
    assertThat(outbox.unacknowledgedBytes).isEqualTo(20);
    outbox.acknowledge(received(4));
    assertThat(outbox.acknowledged()).isEqualTo(4);
    assertThat(outbox.unacknowledgedBytes).isZero();
    assertThat(transmitted(50)).containsExactly(5);
  }

  @Test
  void anAcknowledgementThatComesTwiceChangesNothing() {
    append(10, 0, 0, 0);
    transmitted(0);
    outbox.acknowledge(received(0, 2));
    outbox.acknowledge(received(0, 2));
    outbox.acknowledge(received(0));
    assertThat(outbox.unacknowledgedBytes).isEqualTo(20);
    assertThat(outbox.isKnown(2)).isTrue();
  }

  @Test
  void onlyWhatWasSentCanBeAcknowledged() {
    append(10, 0, 50, 0);
    assertThat(transmitted(0)).containsExactly(1, 3);
    assertThat(outbox.canAcknowledge(received(1, 3))).isTrue();
    assertThat(outbox.canAcknowledge(received(0, 3))).isTrue();
    assertThat(outbox.canAcknowledge(received(2))).isFalse();
    assertThat(outbox.canAcknowledge(received(0, 2))).isFalse();
    assertThat(outbox.canAcknowledge(received(1, 4))).isFalse();
  }

  @Test
  void noMoreIsUnderWayThanTheWindowHolds() {
    for (int i = 0; i < Outbox.WINDOW + 5; i++) {
      outbox.append(new byte[1], 0, false);
    }
    outbox.commit();
    assertThat(transmitted(0)).hasSize(Outbox.WINDOW);
    assertThat(outbox.nextDue()).isEqualTo(Long.MAX_VALUE);
    outbox.acknowledge(received(0, 2, 3));
    assertThat(transmitted(0)).isEmpty();
    outbox.acknowledge(received(3));
    assertThat(transmitted(0)).hasSize(3);
  }

  @Test
  void noMoreBytesAreUnderWayThanTheWindowHolds() {
    append(Outbox.WINDOW_BYTES / 2, 0, 0, 0, 0);
    assertThat(transmitted(0)).containsExactly(1, 2);
    assertThat(outbox.nextDue()).isEqualTo(Long.MAX_VALUE);
    assertThat(transmitted(0)).isEmpty();
    outbox.acknowledge(received(0, 2));
    assertThat(outbox.nextDue()).isZero();
    assertThat(transmitted(0)).containsExactly(3);
  }

  @Test
  void itIsTheSameAfterARestart() {
    outbox.restore(7, 99);
    for (long number = 5; number <= 10; number++) {
      outbox.restoreEntry(number, frame(number, 10), 10 - number, false);
    }
    outbox.restoreChunk(5, 10);
    assertThat(outbox.acknowledgedDigest()).isEqualTo(99);
    assertThat(outbox.acknowledged()).isEqualTo(7);
    assertThat(outbox.last()).isEqualTo(10);
    outbox.resume(received(7, 9));
    assertThat(transmitted(10)).containsExactly(10, 8);
    assertThat(outbox.canAcknowledge(received(10))).isTrue();
    outbox.acknowledge(received(10));
    List<Long> chunks = new ArrayList<>();
    outbox.takeAcknowledgedChunks(chunks::add);
    assertThat(chunks).containsExactly(5L);
  }

  /** Whatever is lost, and in whatever order acknowledgements come: all arrive. */
  @Test
  void inTheEndAllHasArrived() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      UnorderedOutbox sender = new UnorderedOutbox();
      Cursor receiver = new Cursor();
      TreeSet<Integer> arrived = new TreeSet<>();
      int count = 1 + random.nextInt(100);
      for (int number = 1; number <= count; number++) {
        sender.append(frame(number, 1 + random.nextInt(5)), random.nextInt(100), false);
        if (random.nextInt(4) == 0) {
          sender.commit();
        }
      }
      sender.commit();
      for (int step = 0; receiver.upTo() < count; step++) {
        assertThat(step).isLessThan(10_000);
        List<byte[]> frames = new ArrayList<>();
        sender.transmit(step, frames);
        for (byte[] frame : frames) {
          if (random.nextInt(3) > 0) {
            receiver.add(frame[0]);
            arrived.add((int) frame[0]);
          }
        }
        if (random.nextInt(5) == 0) {
          sender.resume(receiver);
        } else {
          assertThat(sender.canAcknowledge(receiver)).isTrue();
          sender.acknowledge(receiver);
        }
      }
      assertThat(arrived).hasSize(count);
      sender.acknowledge(receiver);
      assertThat(sender.acknowledged()).isEqualTo(count);
      assertThat(sender.nextDue()).isEqualTo(Long.MAX_VALUE);
    }
  }
}
