package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.running.RunningBanks;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.trace.Action;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.EventLogReader;
import cutline.trace.Verdict;
import cutline.trace.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event logs of banks at work, whose branches are processes that are killed meanwhile. */
class LiveLogTest {

  private static final int KILLS = 2;

  @TempDir private Path directory;

  private Program start(String... arguments) throws Exception {
    return Program.start(
        directory,
        Map.of("CUTLINE_RUNTIME_DIR", directory.resolve("run").toString()),
        Program.command(arguments));
  }

  private static long results(Program program) throws IOException {
    return program.out().stream().filter(line -> line.contains("\"consistent\":true")).count();
  }

  @Test
  void theLogOfADemoProvesItsSnapshots() throws Exception {
    Path file = directory.resolve("live.ndjson");
    List<String> arguments = new ArrayList<>(List.of("demo", "--branches", "3", "--json"));
    arguments.addAll(List.of("--every", "10ms", "--delay", "0ms..200ms", "--count", "1000"));
    arguments.addAll(List.of("--log", file.toString()));
    long taken;
    try (Program demo = start(arguments.toArray(String[]::new))) {
      demo.awaitOut("\\{.*\"consistent\":true.*}");
      Path socket =
          Objects.requireNonNull(
              new RunningBanks(directory.resolve("run")).list().getFirst().supervisor());
      for (int kill = 0; kill < KILLS; kill++) {
        assertThat(SupervisorSocket.ask(socket, "kill C")).startsWith("C killed.");
        assertThat(SupervisorSocket.ask(socket, "restart C")).startsWith("C recovered");
        long before = results(demo);
        await().atMost(SocketBank.PATIENCE).until(() -> results(demo) > before + 1);
      }
      demo.signal("INT").exitCode();
      assertThat(demo.err()).noneMatch(line -> line.startsWith("The log in"));
      taken = results(demo);
    }
    EventLog log = EventLogReader.read(file);
    assertThat(log.events().stream().map(Event::action))
        .filteredOn(action -> action instanceof Action.Kill)
        .hasSizeGreaterThanOrEqualTo(KILLS);
    assertThat(log.events().stream().map(Event::action))
        .filteredOn(action -> action instanceof Action.Restart)
        .hasSize(KILLS);
    assertProves(log, taken);
  }

  private Program branch(String name, int port) throws Exception {
    String log = directory.resolve(name + ".ndjson").toString();
    return start("branch", name, "" + port, "--data", name, "--quiet", "--log", log);
  }

  @Test
  void theLogsOfSingleBranchesMakeOneThatProvesTheirSnapshots() throws Exception {
    int port = FreePorts.one();
    List<Program> programs = new ArrayList<>(List.of(branch("A", 0), branch("B", port)));
    long taken = 0;
    try {
      programs.get(1).port();
      Files.writeString(
          directory.resolve("branches.txt"),
          "A 127.0.0.1 %d\nB 127.0.0.1 %d\n".formatted(programs.get(0).port(), port));
      for (int life = 0; life < 2; life++) {
        Program controller =
            start(
                "controller",
                "2000",
                "branches.txt",
                "--count",
                "5",
                "--interval",
                "100ms",
                "--every",
                "10ms",
                "--delay",
                "0ms..200ms",
                "--json",
                "--archive",
                "none");
        programs.add(controller);
        assertThat(controller.exitCode()).isZero();
        taken += results(controller);
        if (life == 0) {
          programs.get(1).process().destroyForcibly().waitFor();
          programs.set(1, branch("B", port));
          programs.get(1).port();
        }
      }
      for (int branch = 0; branch < 2; branch++) {
        programs.get(branch).signal("TERM").exitCode();
      }
    } finally {
      programs.forEach(Program::close);
    }
    try (Program collect = start("collect", "A.ndjson", "B.ndjson", "--output", "all.ndjson")) {
      assertThat(collect.exitCode()).isZero();
    }
    assertProves(EventLogReader.read(directory.resolve("all.ndjson")), taken);
    try (Program replay = start("replay", "--quiet", "all.ndjson")) {
      assertThat(replay.exitCode()).isIn(0, 3);
      assertThat(replay.out()).filteredOn(line -> line.endsWith("✓ consistent")).isNotEmpty();
    }
  }

  /** Each either proven or, where something is missing, said not to be; most are proven. */
  private static void assertProves(EventLog log, long taken) {
    Verification verification = Verification.of(log);
    assertThat(verification.violations()).isEmpty();
    List<Verdict> complete =
        verification.verdicts().stream()
            .filter(verdict ->
                verdict.status() == Verdict.Status.CONSISTENT
                    || verdict.status() == Verdict.Status.UNPROVEN)
            .toList();
    assertThat((long) complete.size()).isGreaterThanOrEqualTo(taken);
    List<Verdict> proven =
        complete.stream().filter(verdict -> verdict.status() == Verdict.Status.CONSISTENT).toList();
    boolean gap = log.events().stream().anyMatch(event -> event.action() instanceof Action.Gap);
    if (!gap) {
      assertThat(proven).isEqualTo(complete);
    }
    assertThat(proven).isNotEmpty();
    assertThat(proven)
        .filteredOn(verdict -> !verdict.crossing().isEmpty())
        .hasSizeGreaterThan(proven.size() / 2);
  }
}
