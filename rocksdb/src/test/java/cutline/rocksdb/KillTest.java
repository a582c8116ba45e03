package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a process was told is durable is there after it was killed, and nothing is there by half.
 */
class KillTest {

  private static final int ROUNDS = 8;

  @TempDir Path temp;

  private static void assertWhole(Map<String, String> contents, long acknowledged, long atMost) {
    long last = Long.parseLong(contents.getOrDefault("last", "0"));
    assertThat(last).isBetween(acknowledged, atMost);
    for (long number = 1; number <= last; number++) {
      for (int part = 0; part < Child.KEYS; part++) {
        assertThat(contents.get(Child.key(number, part)))
            .as("part %d of batch %d", part, number)
            .isEqualTo("" + number);
      }
    }
    boolean any = last > 0;
    assertThat(contents).hasSize((int) last * Child.KEYS + (any ? 2 : 0));
  }

  /** Reads what is acknowledged, kills at this number, and reads what was still said. */
  private static long killAt(Child child, long number) throws Exception {
    long acknowledged = 0;
    @Nullable String line;
    while ((line = child.readLine()) != null) {
      acknowledged = Long.parseLong(line);
      if (acknowledged == number) {
        child.kill();
      }
    }
    child.close();
    return acknowledged;
  }

  @Test
  void nothingIsLostByAKill() throws Exception {
    Random random = new Random();
    Path directory = temp.resolve("A");
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long target = acknowledged + 1 + random.nextInt(1_000);
      acknowledged = killAt(Child.start("committing", directory), target);
      assertThat(acknowledged).isGreaterThanOrEqualTo(target);
      List<String> reports = new ArrayList<>();
      try (RocksDbStore store = RocksDbStore.open(directory, reports::add)) {
        Map<String, String> contents = Contents.of(store, "");
        // One batch may have become durable without having been acknowledged.
        assertWhole(contents, acknowledged, acknowledged + 1);
        acknowledged = Long.parseLong(Objects.requireNonNull(contents.get("last")));
      }
      assertThat(reports).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void aKillWhileItIsMadeLeavesNothingThatIsRefused() throws Exception {
    for (int round = 0; round < 4; round++) {
      Path directory = temp.resolve("A" + round);
      try (Child child = Child.start("committing", directory)) {
        int files = 2 + 2 * round;
        await().pollInterval(Duration.ofMillis(1)).until(() -> hasFiles(directory, files));
        child.kill();
      }
      Opening opening = Opening.of(directory);
      assertThat(opening.refusal()).isEmpty();
    }
  }

  private static boolean hasFiles(Path directory, int count) throws IOException {
    return Files.isDirectory(directory)
        && Objects.requireNonNull(directory.toFile().list()).length >= count;
  }

  /** A limit of a file's size does what a full disk does: a write fails in the middle. */
  @Test
  void aCommitThatFailsIsTheLast() throws Exception {
    Path directory = temp.resolve("A");
    long acknowledged = 0;
    List<String> refusals = new ArrayList<>();
    try (Child child = Child.start("until-full", directory)) {
      assertThat(child.readLine()).isEqualTo("1");
      // Not from the start: the native library, which it unpacks, is larger.
      limitFiles(child);
      @Nullable String line;
      while ((line = child.readLine()) != null) {
        if (line.matches("\\d+")) {
          acknowledged = Long.parseLong(line);
        } else {
          refusals.add(line);
        }
      }
    }
    String stopped = "the store in " + directory + " stopped at a commit that failed";
    assertThat(refusals).hasSize(3);
    assertThat(refusals.getFirst())
        .startsWith("cannot write to the store in " + directory + ": ")
        .endsWith("; allow larger files");
    assertThat(refusals.subList(1, 3)).containsExactly(stopped, stopped);
    assertThat(acknowledged).isPositive();
    Opening opening = Opening.of(directory);
    assertWhole(Objects.requireNonNull(opening.contents()), acknowledged, acknowledged + 1);
  }

  private static void limitFiles(Child child) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit");
    String pid = Long.toString(child.pid());
    Process limit =
        new ProcessBuilder("/usr/bin/prlimit", "--pid", pid, "--fsize=3000000:").start();
    assertThat(limit.waitFor()).isZero();
  }
}
