package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import cutline.runtime.Store.StoreException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every store. */
abstract class StoreContract {

  Store store;

  abstract Store open() throws StoreException;

  /** The same state, in a later life of the process. */
  abstract Store reopen() throws StoreException;

  @BeforeEach
  void begin() throws StoreException {
    store = open();
  }

  @AfterEach
  void end() {
    store.close();
  }

  private void commit(Consumer<Batch> changes) throws StoreException {
    Batch batch = new Batch();
    changes.accept(batch);
    store.commit(batch);
  }

  private static byte[] bytes(String value) {
    return value.getBytes(UTF_8);
  }

  private void put(String... keys) throws StoreException {
    commit(batch -> List.of(keys).forEach(key -> batch.put(key, bytes("of " + key))));
  }

  private void assertKeys(String prefix, String... keys) throws StoreException {
    assertThat(Contents.of(store, prefix).keySet()).containsExactly(keys);
    store.close();
    store = reopen();
    assertThat(Contents.of(store, prefix).keySet()).containsExactly(keys);
  }

  @Test
  void beginsEmpty() throws StoreException {
    assertKeys("");
  }

  @Test
  void keepsWhatWasPut() throws StoreException {
    commit(batch -> {
      batch.put("state", bytes("first"));
      batch.put("empty", new byte[0]);
    });
    commit(batch -> batch.put("state", bytes("second")));
    store.close();
    store = reopen();
    assertThat(Contents.of(store, ""))
        .containsExactlyEntriesOf(Contents.sorted("empty", "", "state", "second"));
  }

  @Test
  void deletesOneKey() throws StoreException {
    put("peer A", "peer AB", "peer B");
    commit(batch -> {
      batch.delete("peer A");
      batch.delete("peer C");
    });
    assertKeys("", "peer AB", "peer B");
  }

  @Test
  void deletesAPrefixAndNoMore() throws StoreException {
    put(
        "part A.1.1",
        "part A.1.1 000000000",
        "part A.1.1 state",
        "part A.1.10 000000000",
        "part A.1.10 state",
        "part A.1.1!",
        "part B.1.1 state",
        "part");
    commit(batch -> batch.deletePrefix("part A.1.1 "));
    assertKeys(
        "",
        "part",
        "part A.1.1",
        "part A.1.1!",
        "part A.1.10 000000000",
        "part A.1.10 state",
        "part B.1.1 state");
  }

  @Test
  void aPrefixThatIsAKeyGoesToo() throws StoreException {
    put("a", "ab", "ab\u0000", "abc", "ac");
    commit(batch -> batch.deletePrefix("ab"));
    assertKeys("", "a", "ac");
  }

  @Test
  void namesMayHaveAnyLetters() throws StoreException {
    put("peer Zürich", "peer Zürich Öst", "peer 東京", "peer 東", "peer 😀", "peer 😀😀", "peer Z");
    assertKeys("peer 東", "peer 東", "peer 東京");
    commit(batch -> batch.deletePrefix("peer Zürich"));
    commit(batch -> batch.deletePrefix("peer 😀"));
    assertKeys("peer ", "peer Z", "peer 東", "peer 東京");
  }

  @Test
  void aPrefixMayEndWithTheLastCharacters() throws StoreException {
    put(
        "a\u007f",
        "a\u007fb",
        "a\u0080",
        "b\u07ff1",
        "b\u0800",
        "c\uffee1",
        "c\uffef",
        "d\udbff\udfffx",
        "e");
    for (String prefix : List.of("a\u007f", "b\u07ff", "c\uffee", "d\udbff\udfff")) {
      commit(batch -> batch.deletePrefix(prefix));
    }
    assertKeys("", "a\u0080", "b\u0800", "c\uffef", "e");
  }

  @Test
  void theEmptyPrefixIsEverything() throws StoreException {
    put("a", "東", "😀");
    assertKeys("", "a", "東", "😀");
    commit(batch -> {
      batch.deletePrefix("");
      batch.put("b", bytes("new"));
    });
    assertKeys("", "b");
  }

  @Test
  void prefixesAreDeletedBeforeChangesAreMade() throws StoreException {
    put("report 1", "report 2");
    commit(batch -> {
      batch.put("report 3", bytes("gone with the prefix"));
      batch.deletePrefix("report ");
      batch.put("report 2", bytes("new"));
      batch.put("report 4", bytes("passing"));
      batch.delete("report 4");
    });
    assertThat(Contents.of(store, "report "))
        .containsExactlyEntriesOf(Contents.sorted("report 2", "new"));
  }

  @Test
  void visitsInAscendingOrder() throws StoreException {
    put(
        "b",
        "entries B 0000000000000000010",
        "a",
        "entries B 0000000000000000009",
        "Z",
        "entries",
        "é",
        "z");
    assertKeys(
        "",
        "Z",
        "a",
        "b",
        "entries",
        "entries B 0000000000000000009",
        "entries B 0000000000000000010",
        "z",
        "é");
  }

  @Test
  void visitsWhatHasThePrefixOnly() throws StoreException {
    put("process", "peer A", "peer B", "peers", "part");
    assertKeys("peer ", "peer A", "peer B");
    assertKeys("peer C");
    assertKeys("process", "process");
  }

  @Test
  void anEmptyBatchChangesNothing() throws StoreException {
    put("a");
    store.commit(new Batch());
    assertKeys("", "a");
  }
}
