package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Said;
import cutline.simulation.Fault;
import cutline.simulation.bug.Bug;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cutline simulate}, as people and programs call it. */
class SimulateTest {

  private static final String SEEDS = "--seeds=1..200";

  @Test
  void cleanSeedsEndWithNothing() {
    Said said = Said.by("simulate", SEEDS, "--json");
    assertThat(said.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .matches(
            "\\{\"schema\":\"cutline.simulation/1\",\"schedules\":200,\"snapshotsCompleted\":\\d+,"
                + "\"withMoneyInFlight\":\\d+,\"violations\":0,\"firstViolation\":null,"
                + "\"events\":\\d+,\"digest\":\"[0-9a-f]{16}\",\"faults\":\"all\","
                + "\"channels\":\"by seed\",\"bug\":null}\n");
    assertThat(Said.by("simulate", SEEDS).out())
        .matches(
            "200 schedules · [\\d,]+ events · [\\d,]+ snapshots completed, \\d+ % of them with money"
                + " in flight\nNo law was broken.\n");
  }

  @Test
  void sameSeedsSameWordsWhateverTheThreads() {
    String[] once = {"simulate", SEEDS, "--json", "--threads=1"};
    String[] again = {"simulate", SEEDS, "--json", "--threads=3"};
    assertThat(Said.by(again).out()).isEqualTo(Said.by(once).out());
  }

  @Test
  void bugIsFoundToldAndFoundAgain() {
    Said said = Said.by("simulate", SEEDS, "--bug=channels-not-recorded");
    assertThat(said.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(said.out())
        .contains("breaks the law channel-state-exact:\n  snapshot ")
        .contains(" lacks the $")
        .contains("The shortest way there, with ")
        .contains(" records its state for snapshot ");
    String again =
        said.out().lines().filter(line -> line.startsWith("Again: ")).toList().getFirst();
    assertThat(again)
        .matches(
            "Again: cutline simulate --seeds \\d+\\.\\.\\d+ --faults all --channels (fifo|mixed|non-fifo)"
                + " --bug channels-not-recorded");
    Said repeated = Said.by(again.substring("Again: cutline ".length()).split(" "));
    assertThat(repeated.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(repeated.out().lines().skip(2)).isEqualTo(said.out().lines().skip(2).toList());
  }

  @Test
  void aWorldCanBeReplayed(@TempDir Path directory) {
    String log = directory.resolve("events.ndjson").toString();
    assertThat(Said.by("simulate", "--seeds=7..7", "--faults=none", "--log=" + log).exitCode())
        .isEqualTo(ExitCode.OK);
    Said clean = Said.by("replay", log);
    assertThat(clean.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(clean.out()).contains("✓ consistent").doesNotContain("✗");
    Said.by("simulate", SEEDS, "--bug=state-recorded-late", "--channels=fifo", "--log=" + log);
    Said guilty = Said.by("replay", log);
    assertThat(guilty.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(guilty.out()).contains("✗ inconsistent");
  }

  @Test
  void aViolationIsKeptAsAFileThatRunsAgain(@TempDir Path directory) throws Exception {
    String world = directory.resolve("a.world").toString();
    Path log = directory.resolve("a.ndjson");
    Said found =
        Said.by(
            "simulate", SEEDS, "--bug=recording-not-durable", "--save=" + world, "--log=" + log);
    assertThat(found.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    String logged = Files.readString(log);
    Said again = Said.by("simulate", "--world=" + world, "--log=" + log);
    assertThat(again.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(again.err()).isEmpty();
    assertThat(again.out())
        .endsWith("\n\nThe law channel-state-exact was broken, as the file says.\n");
    List<String> story = again.out().lines().takeWhile(line -> !line.isEmpty()).toList();
    assertThat(story).hasSizeGreaterThan(10);
    assertThat(found.out()).contains("\n" + String.join("\n", story) + "\n");
    assertThat(log).content().isEqualTo(logged);
    Said json = Said.by("simulate", "--world=" + world, "--json");
    assertThat(json.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(json.err()).isEqualTo(again.out());
    assertThat(json.out())
        .matches(
            "\\{\"schema\":\"cutline.world/1\",\"snapshotsCompleted\":\\d+,"
                + "\"withMoneyInFlight\":\\d+,\"violation\":\\{\"invariant\":"
                + "\"channel-state-exact\",\"sentence\":\".+\"},\"unmet\":null,"
                + "\"events\":\\d+,\"digest\":\"[0-9a-f]{16}\","
                + "\"bug\":\"recording-not-durable\"}\n");
  }

  @Test
  void aWorldMayBeEditedByHand(@TempDir Path directory) throws Exception {
    Path world = directory.resolve("a.world");
    Said.by("simulate", SEEDS, "--bug=recording-not-durable", "--save=" + world);
    List<String> lines = Files.readAllLines(world);
    List<String> mended = lines.stream().filter(line -> !line.startsWith("break ")).toList();
    Files.write(world, mended);
    Said unmet = Said.by("simulate", "--world=" + world);
    assertThat(unmet.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(unmet.out()).endsWith("\n\nNo law was broken.\n");
    assertThat(unmet.err())
        .isEqualTo("✗ %s:%d:1: no law is broken\n".formatted(world, mended.size()));
    Files.write(world, mended.subList(0, mended.size() - 1));
    assertThat(Said.by("simulate", "--world=" + world).exitCode()).isEqualTo(ExitCode.OK);
    List<String> richer =
        mended.subList(0, mended.size() - 1).stream()
            .map(line -> line.replaceFirst("send (.) (.) \\d+$", "send $1 $2 1"))
            .toList();
    assertThat(richer).isNotEqualTo(mended.subList(0, mended.size() - 1));
    Files.write(world, richer);
    Said edited = Said.by("simulate", "--world=" + world);
    assertThat(edited.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(edited.out()).contains(" ($1) and has $");
  }

  @Test
  void theOnlySeedIsKeptAndOfManyOnlyAViolation(@TempDir Path directory) {
    Path world = directory.resolve("a.world");
    Said.by("simulate", "--seeds=7..7", "--save=" + world);
    assertThat(world).content().contains("\nseed 7\n").endsWith("\nexpect no violation\n");
    assertThat(Said.by("simulate", "--world=" + world).exitCode()).isEqualTo(ExitCode.OK);
    Path none = directory.resolve("none.world");
    Said said = Said.by("simulate", SEEDS, "--save=" + none);
    assertThat(said.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(said.err())
        .isEqualTo("Nothing is written: no law was broken, and there is more than one world.\n");
    assertThat(none).doesNotExist();
  }

  @Test
  void aFileThatIsNoWorldIsRefused(@TempDir Path directory) throws Exception {
    Path world = directory.resolve("a.world");
    Said missing = Said.by("simulate", "--world=" + world);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(missing.err()).contains(world + ": no such file (it should have lines process ");
    Files.writeString(world, "seed 1\nprocess A x\n");
    Said wrong = Said.by("simulate", "--world=" + world, "--json");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err())
        .isEqualTo(
            "cutline simulate: %s:2:11: the balance 'x' is not a whole number\n".formatted(world));
    Said both = Said.by("simulate", "--world=" + world, "--faults=all");
    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err())
        .startsWith(
            "cutline simulate: --faults is about the worlds of seeds, and --world names a file\n");
  }

  @Test
  void violationIsInTheJson() {
    Said said =
        Said.by(
            "simulate",
            SEEDS,
            "--bug=abort-forgotten",
            "--faults=delay,slow,clock,concurrent,abort",
            "--json");
    assertThat(said.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(said.out().lines()).hasSize(1);
    assertThat(said.out())
        .containsPattern(
            "\"firstViolation\":\\{\"seed\":\\d+,\"invariant\":\"no-recording-left\",\"sentence\":"
                + "\"all snapshots are decided, and [A-E] still records ");
    assertThat(said.err()).contains("Again: cutline simulate --seeds ");
  }

  @Test
  void bugsAreListed() {
    Said said = Said.by("simulate", "--bug=list");
    assertThat(said.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(said.out().lines())
        .containsExactlyElementsOf(Arrays.stream(Bug.values()).map(Bug::id).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "--seeds=5, \"Invalid value for option '--seeds': '5' is not FROM..TO, such as 1..1000\"",
    "--seeds=9..1, \"Invalid value for option '--seeds': '9..1' ends before it begins\"",
    "--channels=lifo, \"--channels lifo: expected fifo, non-fifo or mixed\"",
    "--threads=0, \"--threads is not between 1 and 1,024\"",
    "--faults=quake, \"--faults: 'quake' is not a fault; there are all, none, delay\"",
    "--bug=none, \"--bug: 'none' is not a bug; there are marker-overtakes-money\""
  })
  void mistakesAreOneLine(String option, String sentence) {
    Said said = Said.by("simulate", option);
    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("cutline simulate: " + sentence.replace("\"", ""))
        .endsWith("\nSee cutline simulate --help\n");
  }

  @Test
  void bugThatCannotShowSaysSo() {
    Said said = Said.by("simulate", "--bug=fifo-broken", "--channels=non-fifo");
    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("fifo-broken cannot show on non-FIFO channels, which promise no order");
  }

  @Test
  void everyFaultCanBeAlone() {
    for (Fault fault : Fault.values()) {
      Said said = Said.by("simulate", "--seeds=1..40", "--faults=" + fault.id() + "=2");
      assertThat(said.exitCode()).as(fault.id()).isEqualTo(ExitCode.OK);
    }
  }
}
