package cutline.runtime;

import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Coins and purses as bytes.
 *
 * @param statePadding how many bytes a state is larger than it need be
 */
record PurseCodec(int statePadding) implements MessageCodec<State, Coins> {

  private static final int MAX_STATE = 16 * 1024;

  @Override
  public byte[] encodeMessage(Coins coins) {
    return ByteBuffer.allocate(16 + coins.padding())
        .putLong(coins.number())
        .putInt(coins.amount())
        .putInt(coins.padding())
        .array();
  }

  @Override
  public Coins decodeMessage(byte[] bytes) throws MalformedException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      Coins coins = new Coins(in.getLong(), in.getInt(), in.getInt());
      if (coins.amount() < 1 || in.remaining() != coins.padding()) {
        throw new MalformedException("not coins");
      }
      return coins;
    } catch (BufferUnderflowException e) {
      throw new MalformedException("not coins", e);
    }
  }

  @Override
  public byte[] encodeState(State state) {
    ByteBuffer out = ByteBuffer.allocate(MAX_STATE).putLong(state.balance());
    put(out, state.sent());
    put(out, state.received());
    out.putInt(state.early().size());
    state
        .early()
        .forEach((name, numbers) -> {
          put(out, name, numbers.size());
          numbers.forEach(out::putLong);
        });
    return ByteBuffer.allocate(out.position() + statePadding).put(out.flip()).array();
  }

  private static void put(ByteBuffer out, SortedMap<String, Long> counts) {
    out.putInt(counts.size());
    counts.forEach((name, count) -> put(out, name, count));
  }

  private static void put(ByteBuffer out, String name, long count) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.put((byte) bytes.length).put(bytes).putLong(count);
  }

  @Override
  public State decodeState(byte[] bytes) throws MalformedException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      State state = new State(in.getLong(), counts(in), counts(in), early(in));
      if (in.remaining() != statePadding) {
        throw new MalformedException("not a purse");
      }
      return state;
    } catch (BufferUnderflowException e) {
      throw new MalformedException("not a purse", e);
    }
  }

  private static SortedMap<String, Long> counts(ByteBuffer in) throws MalformedException {
    SortedMap<String, Long> counts = new TreeMap<>();
    int size = in.getInt();
    if (size < 0) {
      throw new MalformedException("not a purse");
    }
    for (int i = 0; i < size; i++) {
      counts.put(name(in), in.getLong());
    }
    return counts;
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[Byte.toUnsignedInt(in.get())];
    in.get(name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static SortedMap<String, SortedSet<Long>> early(ByteBuffer in) {
    SortedMap<String, SortedSet<Long>> early = new TreeMap<>();
    for (int channels = in.getInt(); channels > 0; channels--) {
      SortedSet<Long> numbers = new TreeSet<>();
      early.put(name(in), numbers);
      for (long size = in.getLong(); size > 0; size--) {
        numbers.add(in.getLong());
      }
    }
    return early;
  }
}
