package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cutline.runtime.Store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes of opening a directory that may be damaged: all that is in it, or a refusal.
 *
 * @param contents all keys and values; null if it was refused
 * @param reports what was reported
 * @param refusal in a line, why it was refused; empty if it was not
 */
record Opening(@Nullable Map<String, String> contents, List<String> reports, String refusal) {

  static Opening of(Path directory) {
    List<String> reports = new ArrayList<>();
    try (RocksDbStore store = RocksDbStore.open(directory, reports::add)) {
      return new Opening(Contents.of(store, ""), reports, "");
    } catch (StoreException e) {
      assertOneLine(e.getMessage());
      return new Opening(null, reports, String.valueOf(e.getMessage()));
    }
  }

  /** Opens a directory where there is nothing to report. */
  static RocksDbStore quietly(Path directory) throws StoreException {
    return RocksDbStore.open(
        directory,
        report -> {
          throw new AssertionError(report);
        });
  }

  /** In one line, why the directory is refused. */
  static String refusal(Path directory) {
    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> quietly(directory).close());
    assertThat(refused).as("refusal of %s", directory).isNotNull();
    assertOneLine(refused.getMessage());
    return String.valueOf(refused.getMessage());
  }

  private static void assertOneLine(@Nullable String message) {
    assertThat(message).isNotBlank().doesNotContain("\n").doesNotContain("null");
  }
}
