package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cutline.runtime.Store.StoreException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a write or a sync that failed nothing is tried again, and nothing that was done is lost.
 */
class FaultyDiskTest {

  @TempDir Path temp;

  private interface Fault {
    void strike(Path directory) throws Throwable;
  }

  /** Returns what was said at the commit that failed. */
  private String failAtEveryCommit(Fault fault) throws Throwable {
    History history = new History();
    Path directory = temp.resolve("A");
    String said = "";
    for (int life = 0; life < 8; life++) {
      try (RocksDbStore store = Opening.quietly(directory)) {
        for (int commit = 0; commit < life; commit++) {
          history.commit(store, 100);
        }
        assertThat(Contents.of(store, "")).isEqualTo(history.now());
        fault.strike(directory);
        said = refusal(() -> history.commit(store, 100));
        String stopped = "the store in " + directory + " stopped at a commit that failed";
        assertThat(refusal(() -> history.commit(store, 100))).isEqualTo(stopped);
        assertThat(refusal(() -> store.scan("", (_, _) -> {}))).isEqualTo(stopped);
      }
      assertThat(Opening.of(directory)).isEqualTo(new Opening(history.now(), List.of(), ""));
    }
    return said;
  }

  private static String refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt) {
    StoreException refused = catchThrowableOfType(StoreException.class, attempt);
    assertThat(refused).as("refusal").isNotNull();
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aFullDiskStopsTheStore() throws Throwable {
    assertThat(failAtEveryCommit(FaultyDisk::fill))
        .startsWith("cannot write to the store in " + temp.resolve("A") + ": ")
        .contains("No space left on device")
        .endsWith("; make room on that disk");
  }

  /** It also shows that every commit waits for a sync: one that does not would not fail. */
  @Test
  void aFailedSyncIsNotTriedAgain() throws Throwable {
    assertThat(failAtEveryCommit(FaultyDisk::failSync))
        .startsWith("cannot write to the store in " + temp.resolve("A") + ": ")
        .endsWith("; check the disk, and do not go on with an older copy");
  }
}
