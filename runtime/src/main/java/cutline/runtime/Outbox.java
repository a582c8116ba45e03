package cutline.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * The sending end of a channel: a numbered log. An entry stays until the receiver has acknowledged
 * it, and is sent again on every new connection that lacks it.
 *
 * <p>In a channel that is FIFO, entries leave in the order of their numbers, so a delayed message
 * delays all that follows it, and a marker never overtakes money.
 */
sealed class Outbox permits UnorderedOutbox {

  /** How many unacknowledged messages a channel holds before it refuses more. */
  static final int MAX_MESSAGES = 65_536;

  /** How far transmission runs ahead of acknowledgement, in entries and in bytes. */
  static final int WINDOW = Cursor.SPAN;

  static final int WINDOW_BYTES = 16 * 1024 * 1024;

  private static final byte[] EMPTY = {};

  private byte[][] frames = new byte[64][];
  private long[] dues = new long[64];
  private boolean[] controls = new boolean[64];
  private int controlCount;

  /**
   * The last number that the receiver has acknowledged; all above it up to {@link #last} are held.
   */
  private long acknowledged;

  private long last;
  private long transmitted;
  long unacknowledgedBytes;

  /** The last number that is durable here, and the ranges in which it became so. */
  private long committed;

  /** The sum of the {@link Digest}s of all entries up to {@link #acknowledged}. */
  private long digest;

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

  private record Chunk(long first, long last) {}

  /** The number that the next entry gets. */
  long nextNumber() {
    return last + 1;
  }

  long last() {
    return last;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** How many entries are held that are not messages of the application. */
  int controlCount() {
    return controlCount;
  }

  boolean hasRoomForMessage() {
    return last - acknowledged - controlCount < MAX_MESSAGES;
  }

  /** How many entries have left and are not acknowledged, or will leave with the next commit. */
  int underWay() {
    return (int) (transmitted - acknowledged + last - committed);
  }

  /** Appends the frame that carries entry {@link #nextNumber}, to be sent at {@code due}. */
  void append(byte[] frame, long due, boolean control) {
    if (last - acknowledged == frames.length) {
      grow();
    }
    last++;
    int slot = slot(last);
    frames[slot] = frame;
    dues[slot] = due;
    controls[slot] = control;
    if (control) {
      controlCount++;
    }
  }

  /** Appends an entry that is no message, due as soon as what precedes it. */
  void appendControl(LongFunction<byte[]> frame) {
    append(frame.apply(nextNumber()), Long.MIN_VALUE, true);
  }

  byte[] frame(long number) {
    return frames[slot(number)];
  }

  long due(long number) {
    return dues[slot(number)];
  }

  /** The frames of the messages that are held, in order; not those of control entries. */
  List<byte[]> heldMessages() {
    List<byte[]> held = new ArrayList<>();
    for (long number = acknowledged + 1; number <= last; number++) {
      if (!controls[slot(number)] && !isKnown(number)) {
        held.add(frame(number));
      }
    }
    return held;
  }

  /** Whether the receiver has acknowledged an entry that is held. */
  boolean isKnown(long number) {
    return false;
  }

  /** The sum of the {@link Digest}s of these entries, which include all acknowledged ones. */
  final long digestOf(Cursor received) {
    long sum = digest;
    for (long number = acknowledged + 1; number <= received.highest(); number++) {
      if (received.contains(number)) {
        sum += Digest.of(frame(number));
      }
    }
    return sum;
  }

  /** The sum of the {@link Digest}s of all entries up to {@link #acknowledged}. */
  final long acknowledgedDigest() {
    return digest;
  }

  /** Whether the receiver can have received these. */
  boolean canAcknowledge(Cursor received) {
    return received.upTo() <= transmitted && received.highest() == received.upTo();
  }

  /** Whether the receiver has acknowledged more than these. */
  boolean hasAcknowledgedMoreThan(Cursor received) {
    return received.upTo() < acknowledged;
  }

  /** Forgets these entries; what was acknowledged before changes nothing. */
  void acknowledge(Cursor received) {
    for (long number = acknowledged + 1;
        number <= Math.min(transmitted, received.upTo());
        number++) {
      unacknowledgedBytes -= frame(number).length;
    }
    forget(received.upTo());
    transmitted = Math.max(transmitted, acknowledged);
  }

  /** A new connection: the receiver has these entries, and no others. */
  void resume(Cursor received) {
    acknowledge(received);
    transmitted = acknowledged;
    unacknowledgedBytes = 0;
  }

  /** Drops all entries up to this one. */
  final void forget(long upTo) {
    while (acknowledged < upTo) {
      acknowledged++;
      int slot = slot(acknowledged);
      digest += Digest.of(frames[slot]);
      frames[slot] = EMPTY;
      if (controls[slot]) {
        controlCount--;
      }
    }
  }

  /** Moves what may be sent now to {@code into}, in order. */
  void transmit(long now, List<byte[]> into) {
    while (mayTransmit() && dues[slot(transmitted + 1)] <= now) {
      byte[] frame = frames[slot(++transmitted)];
      unacknowledgedBytes += frame.length;
      into.add(frame);
    }
  }

  /** When there will be something to transmit without anything else happening. */
  long nextDue() {
    return mayTransmit() ? dues[slot(transmitted + 1)] : Long.MAX_VALUE;
  }

  private boolean mayTransmit() {
    return transmitted < committed
        && transmitted - acknowledged < WINDOW
        && unacknowledgedBytes < WINDOW_BYTES;
  }

  // ------------------------------------------------------------ durability

  long committed() {
    return committed;
  }

  /** All entries up to {@link #last} are durable now. */
  void commit() {
    if (committed < last) {
      chunks.add(new Chunk(committed + 1, last));
      committed = last;
    }
  }

  boolean hasAcknowledgedChunk() {
    return !chunks.isEmpty() && chunks.getFirst().last() <= acknowledged;
  }

  /** Gives the first number of each durable range that is not needed any more, once. */
  void takeAcknowledgedChunks(LongConsumer first) {
    while (hasAcknowledgedChunk()) {
      first.accept(chunks.removeFirst().first());
    }
  }

  /** After a restart: the log begins behind this number. */
  void restore(long acknowledgedUpTo, long digestOfAcknowledged) {
    digest = digestOfAcknowledged;
    acknowledged = acknowledgedUpTo;
    last = acknowledgedUpTo;
    transmitted = acknowledgedUpTo;
    committed = acknowledgedUpTo;
  }

  /**
   * After a restart: puts back an entry, unless it is acknowledged.
   *
   * @throws IllegalArgumentException if one before it is missing
   */
  void restoreEntry(long number, byte[] frame, long due, boolean control) {
    if (number > last + 1) {
      throw new IllegalArgumentException("entry " + (last + 1) + " is missing");
    }
    if (number > last) {
      append(frame, due, control);
    }
  }

  /** After a restart: these entries had become durable together. */
  void restoreChunk(long first, long last) {
    chunks.add(new Chunk(first, last));
    // A damaged store may say that more is acknowledged than is there: the next handshake finds it.
    committed = Math.max(committed, last);
  }

  private int slot(long number) {
    return (int) number & (frames.length - 1);
  }

  private void grow() {
    byte[][] oldFrames = frames;
    long[] oldDues = dues;
    boolean[] oldControls = controls;
    int oldMask = frames.length - 1;
    frames = new byte[oldFrames.length * 2][];
    dues = new long[frames.length];
    controls = new boolean[frames.length];
    for (long number = acknowledged + 1; number <= last; number++) {
      int from = (int) number & oldMask;
      int to = slot(number);
      frames[to] = oldFrames[from];
      dues[to] = oldDues[from];
      controls[to] = oldControls[from];
    }
  }
}
