package cutline.peers.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkBankTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  @Test
  void transfersWhileThereIsLoadAndIsCheckpointed() throws Exception {
    try (FlinkBank bank = new FlinkBank(2, 100, "filesystem", directory)) {
      bank.checkpoint();
      long before = Load.RECEIVED.sum();

      Load.set(true);
      await().atMost(PATIENCE).until(() -> Load.RECEIVED.sum() > before + 10_000);
      bank.checkpoint();
      try (Stream<Path> files = Files.walk(directory)) {
        assertThat(files).anyMatch(file -> file.endsWith("_metadata"));
      }

      Load.set(false);
      bank.checkpoint();
      long all = Load.RECEIVED.sum();
      bank.checkpoint();
      assertThat(Load.RECEIVED.sum()).isEqualTo(all);
    }
  }
}
