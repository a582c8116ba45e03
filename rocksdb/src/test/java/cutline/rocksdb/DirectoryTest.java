package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cutline.runtime.Batch;
import cutline.runtime.Store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which directories are taken, and what is said of the others. */
class DirectoryTest {

  @TempDir Path temp;

  private Path directory = Path.of("");

  @BeforeEach
  void name() {
    directory = temp.resolve("A");
  }

  private void commit(RocksDbStore store, String key) throws StoreException {
    Batch batch = new Batch();
    batch.put(key, key.getBytes(UTF_8));
    store.commit(batch);
  }

  private void create() throws StoreException {
    Opening.quietly(directory).close();
  }

  @Test
  void isMadeWithItsParents() throws Exception {
    directory = temp.resolve("new/of/A");
    create();
    assertThat(directory.resolve("CUTLINE")).hasContent("cutline.store/2");
  }

  @Test
  void mayBeEmptyOrReachedByALink() throws Exception {
    Files.createDirectory(directory);
    Path link = Files.createSymbolicLink(temp.resolve("link"), directory);
    try (RocksDbStore store = Opening.quietly(link)) {
      commit(store, "key");
      assertThat(Opening.refusal(directory)).contains("is locked: this process uses it already");
    }
    assertThat(Opening.of(directory).contents()).containsOnlyKeys("key");
  }

  /** The process may die at any moment of a first opening. */
  @ParameterizedTest
  @ValueSource(strings = {"CUTLINE.lock", "CUTLINE.new", "CUTLINE", "MANIFEST-000001"})
  void mayBeHalfMade(String lastMade) throws Exception {
    create();
    Map<String, byte[]> files = new TreeMap<>();
    files.put("CUTLINE.lock", new byte[0]);
    if (!lastMade.equals("CUTLINE.lock")) {
      files.put(
          lastMade.equals("CUTLINE.new") ? lastMade : "CUTLINE",
          "cutline.store/2\n".getBytes(UTF_8));
    }
    if (lastMade.equals("MANIFEST-000001")) {
      files.put(lastMade, new byte[10]);
    }
    Path copy = new Image(files).writeTo(temp.resolve("copy"));
    assertThat(Opening.of(copy).refusal()).isEmpty();
  }

  @Test
  void aFileIsRefused() throws Exception {
    Files.writeString(directory, "text");
    assertThat(Opening.refusal(directory))
        .isEqualTo(directory + " is not a directory; choose another name");
    assertThat(Opening.refusal(directory.resolve("B")))
        .startsWith("cannot open the store in " + directory.resolve("B") + ": ")
        .endsWith("Not a directory; choose another directory");
  }

  @Test
  void aForeignDirectoryIsRefusedAndLeftAlone() throws Exception {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("thesis.txt"), "text");
    assertThat(Opening.refusal(directory))
        .isEqualTo(
            directory + " holds other files and is no store of Cutline; choose an empty directory");
    assertThat(directory.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void aRefusalIsOneLineWhateverTheDirectoryIsCalled() throws Exception {
    directory = temp.resolve("two\nlines");
    Files.writeString(directory, "text");
    assertThat(Opening.refusal(directory))
        .isEqualTo(temp.resolve("two lines") + " is not a directory; choose another name");
    Files.delete(directory);
    try (RocksDbStore _ = Opening.quietly(directory)) {
      assertThat(Opening.refusal(directory)).contains("two lines is locked");
    }
    Files.delete(directory.resolve("CURRENT"));
    assertThat(Opening.refusal(directory)).contains("two lines/CURRENT is missing");
  }

  @Test
  void aLaterFormatIsRefused() throws Exception {
    create();
    Files.writeString(directory.resolve("CUTLINE"), "cutline.store/12\n");
    assertThat(Opening.refusal(directory))
        .isEqualTo(
            directory
                + " was written by a later version of Cutline (cutline.store/12); open it with that version");
  }

  @Test
  void anEarlierFormatIsRefused() throws Exception {
    create();
    Files.writeString(directory.resolve("CUTLINE"), "cutline.store/1\n");
    assertThat(Opening.refusal(directory))
        .isEqualTo(
            directory
                + " was written by an earlier version of Cutline (cutline.store/1); open it with that version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "cutline.store/2", "cutline.store/\n", "cutline.store/0\n", "CUTLINE/1\n"})
  void anUnknownFormatIsRefused(String line) throws Exception {
    create();
    Files.writeString(directory.resolve("CUTLINE"), line);
    assertThat(Opening.refusal(directory))
        .startsWith(directory.resolve("CUTLINE") + " does not say what it must");
  }

  @Test
  void isOpenOnceInAProcess() throws Exception {
    RocksDbStore store = Opening.quietly(directory);
    String refusal =
        directory
            + " is locked: this process uses it already; end that one first, or choose another directory";
    assertThat(Opening.refusal(directory)).isEqualTo(refusal);
    assertThat(Opening.refusal(temp.resolve("./A/../A"))).contains("is locked");
    commit(store, "key");
    store.close();
    create();
  }

  @Test
  void isOpenOnceOnAMachine() throws Exception {
    try (Child child = Child.start("committing", directory)) {
      assertThat(child.readLine()).isEqualTo("1");
      assertThat(Opening.refusal(directory))
          .isEqualTo(
              directory
                  + " is locked: another process uses it; end that one first, or choose another directory");
    }
    assertThat(Opening.of(directory).contents()).isNotNull();
  }

  @Test
  void aRefusalGivesTheDirectoryFree() throws Exception {
    create();
    Path current = directory.resolve("CURRENT");
    String line = Files.readString(current);
    Files.writeString(current, "nonsense");
    assertThat(Opening.refusal(directory)).contains("CURRENT is corrupt");
    assertThat(Opening.refusal(directory)).contains("CURRENT is corrupt");
    Files.writeString(current, line);
    create();
  }

  @Test
  void whatRocksDbRefusesIsRefusedInOneLine() throws Exception {
    create();
    Files.delete(directory.resolve("LOCK"));
    Files.createDirectory(directory.resolve("LOCK"));
    assertThat(Opening.refusal(directory))
        .startsWith("cannot open the store in " + directory + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---------", "r-xr-xr-x"})
  void aDirectoryWithoutPermissionIsRefused(String permissions) throws Exception {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    assumeFalse(Files.isWritable(directory), "this user may do everything");
    assertThat(Opening.refusal(directory)).endsWith("let this user read and write there");
  }

  @Test
  void aReadOnlyDiskIsRefused() throws Exception {
    Optional<Path> disk = Optional.empty();
    for (String name : List.of("/sys", "/proc/sys", "/boot", "/usr")) {
      Path path = Path.of(name);
      if (Files.isDirectory(path) && Files.getFileStore(path).isReadOnly()) {
        disk = Optional.of(path);
      }
    }
    assumeTrue(disk.isPresent(), "no disk here is read-only");
    assertThat(Opening.refusal(disk.get().resolve("A")))
        .startsWith("cannot open the store in " + disk.get().resolve("A") + ": ")
        .endsWith("choose a directory on a disk that can be written");
  }

  @Test
  void aClosedStoreIsRefusedAndMayBeClosedAgain() throws Exception {
    RocksDbStore store = Opening.quietly(directory);
    commit(store, "key");
    store.close();
    store.close();
    assertThatThrownBy(() -> commit(store, "late"))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store in " + directory + " is closed");
    assertThatThrownBy(() -> store.scan("", (_, _) -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store in " + directory + " is closed");
    assertThat(Opening.of(directory).contents()).containsOnlyKeys("key");
  }

  @Test
  void aVisitorMustNotClose() throws Exception {
    try (RocksDbStore store = Opening.quietly(directory)) {
      commit(store, "key");
      Runnable close = store::close;
      assertThatThrownBy(() -> store.scan("", (_, _) -> close.run()))
          .isInstanceOf(IllegalStateException.class);
      commit(store, "next");
    }
  }

  @Test
  void aKeyThatIsNotUnicodeIsTheCallersFault() throws Exception {
    try (RocksDbStore store = Opening.quietly(directory)) {
      assertThatThrownBy(() -> commit(store, "half a pair \ud83d"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not a key, as it is not Unicode: ");
      commit(store, "key");
    }
    assertThat(Opening.of(directory).contents()).containsOnlyKeys("key");
  }

  /** Tables that are damaged while the store is open. */
  @Test
  void aStateThatCannotBeReadInFullIsRefused() throws Exception {
    for (int life = 0; life < 2; life++) {
      try (RocksDbStore store = Opening.quietly(directory)) {
        for (int i = 0; i < 100; i++) {
          commit(store, "a key that is somewhat longer, life %d, number %03d".formatted(life, i));
        }
      }
    }
    try (RocksDbStore store = Opening.quietly(directory)) {
      garbleTables();
      assertThatThrownBy(() -> store.scan("", (_, _) -> {}))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("cannot read the store in " + directory + ": ");
    }
  }

  private void garbleTables() throws IOException {
    for (String table : Image.of(directory).names(".sst")) {
      byte[] bytes = Files.readAllBytes(directory.resolve(table));
      for (int position = 0; position < 100; position++) {
        bytes[position] ^= 1;
      }
      Files.write(directory.resolve(table), bytes);
    }
  }
}
