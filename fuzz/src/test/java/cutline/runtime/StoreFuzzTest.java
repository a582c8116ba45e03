package cutline.runtime;

import static java.util.Objects.requireNonNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import cutline.runtime.saved.SavedPeer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a value of a process's store is, the process goes on or says which value is wrong. The
 * first byte says which one, the others are the value.
 */
class StoreFuzzTest {

  private static final NavigableMap<String, byte[]> SOUND = sound();

  /** A store with something under most keys. */
  private static NavigableMap<String, byte[]> sound() {
    try {
      MemoryStore store = new MemoryStore();
      AttackedNode node = new AttackedNode(store);
      node.takes(Frames.hello());
      node.pays(7);
      node.initiates("r");
      node.pays(8);
      Frames.log().stream().limit(4).forEach(node::takes);
      Frames.log().stream().skip(4).limit(2).forEach(node::takes);
      NavigableMap<String, byte[]> values = new TreeMap<>();
      store.scan("", values::put);
      return values;
    } catch (Store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<byte[]> values() {
    List<byte[]> seeds = new ArrayList<>();
    SOUND.forEach((key, value) -> seeds.add(seed(key, value)));
    SavedPeer tooFar = SavedPeer.newBuilder().setSent(88).setAcknowledged(88).build();
    seeds.add(seed("peer C", tooFar.toByteArray()));
    return seeds.stream();
  }

  private static byte[] seed(String key, byte[] value) {
    byte[] seed = new byte[1 + value.length];
    seed[0] = (byte) new ArrayList<>(SOUND.keySet()).indexOf(key);
    System.arraycopy(value, 0, seed, 1, value.length);
    return seed;
  }

  @MethodSource("values")
  @FuzzTest
  void itGoesOnOrNamesTheValue(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    List<String> keys = new ArrayList<>(SOUND.keySet());
    String damaged = keys.get((bytes[0] & 0xFF) % keys.size());
    Batch batch = new Batch();
    SOUND.forEach(batch::put);
    batch.put(damaged, Arrays.copyOfRange(bytes, 1, bytes.length));
    MemoryStore store = new MemoryStore();
    store.commit(batch);
    try {
      requireNonNull(new AttackedNode(store).node);
    } catch (Store.StoreException e) {
      Texts.requireLine(e);
    }
  }
}
