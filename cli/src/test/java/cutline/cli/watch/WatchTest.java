package cutline.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.cli.command.ExitCode;
import cutline.cli.running.RunningBanks;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.cli.testing.Tmux;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The live view in a terminal. */
class WatchTest {

  private static final String KEYS =
      " s snapshot  ↑↓ select  p pause  k kill  r restart  ? help  q quit";

  @TempDir private Path directory;
  private SocketBank branches;
  private BankDefinition bank;

  @BeforeEach
  void start() throws Exception {
    branches = new SocketBank(4);
    bank = branches.of(4_000);
    branches.takeExact(bank, 1);
  }

  @AfterEach
  void close() {
    branches.close();
  }

  private Tmux watch(int columns, int rows, String... options)
      throws IOException, InterruptedException {
    return watch(columns, rows, Map.of(), options);
  }

  private Tmux watch(int columns, int rows, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("watch"));
    arguments.addAll(List.of("--bank", "127.0.0.1:" + bank.members().getFirst().port()));
    arguments.addAll(List.of(options));
    Map<String, String> all = new java.util.TreeMap<>(environment);
    all.putIfAbsent("CUTLINE_RUNTIME_DIR", Program.runtime(directory).toString());
    return Tmux.start(
        columns, rows, directory, all, Program.command(arguments.toArray(String[]::new)));
  }

  private static boolean endsWithKeys(List<String> screen) {
    return !screen.isEmpty() && screen.getLast().equals(KEYS);
  }

  /** Only what was there before is on the screen, and what is typed appears again. */
  private static void assertRestored(Tmux terminal, int exitCode) throws Exception {
    List<String> screen = terminal.awaitLine("^\\(exit " + exitCode + "\\)$");
    assertThat(screen.stream().filter(line -> !line.isEmpty()))
        .containsExactly("(exit " + exitCode + ")");
    terminal.line("typed");
    terminal.awaitLine("^typed$");
  }

  @Test
  void itsSnapshotsAreArchivedAsThoseOfOtherCommandsAre() throws Exception {
    Path archive = directory.resolve("archive");
    try (Tmux terminal = watch(80, 24, "--archive", archive.toString())) {
      terminal.awaitLine("^   B3      started ");
      terminal.keys("s").awaitLine("^ +1  B0 .* 4,000 ✓ ");
      assertThat(archive).isDirectoryContaining(file -> file.toString().endsWith(".json"));
      terminal.keys("q").awaitLine("^\\(exit 0\\)$");
    }
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "120, 40"})
  void everyKey(int columns, int rows) throws Exception {
    try (Tmux terminal = watch(columns, rows)) {
      terminal.awaitLine("^   B3      started +[\\d,]+ .* +[\\d.]+ +[\\d.]+ +3/3$");
      List<String> screen = terminal.await(WatchTest::endsWithKeys);
      assertThat(screen).hasSize(rows);
      assertThat(screen.getFirst())
          .matches(" Bank of 4 members · total \\$4,000 · [0-9a-f]{8} +\\d\\d:\\d\\d:\\d\\d")
          .hasSize(columns - 1);
      terminal.awaitLine("^ balances +\\$[\\d,]+ of \\$4,000$");
      terminal.awaitLine("^ in flight \\(about\\) +-?\\$[\\d,]+$");

      terminal.keys("s").awaitLine("^ +1  B0 .* 4,000 ✓ +[\\d.]+ m?s$");
      terminal.keys("Down").awaitLine("^ ▸ B0 ");
      terminal.keys("Down").awaitLine("^ ▸ B1 ");
      terminal.keys("Up").awaitLine("^ ▸ B0 ");
      terminal.keys("Escape");
      terminal.await(lines -> lines.stream().noneMatch(line -> line.contains("▸")));
      terminal.keys("Up").awaitLine("^ ▸ B3 ");
      terminal.keys("s", "s", "s").awaitLine("^ +4  B3 .* 4,000 ✓ ");
      terminal.awaitLine("^ +3  B3 .* 4,000 ✓ ");

      terminal.keys("p").awaitLine("^ paused: no new transfers until p$");
      terminal.await(
          lines -> lines.stream().filter(line -> line.contains(" paused ")).count() == 4);
      terminal.keys("p").awaitLine("^ transfers go on$");
      terminal.await(
          lines -> lines.stream().filter(line -> line.contains(" started ")).count() == 4);
      terminal.keys("k").awaitLine("^ only the branches of a demo can be killed and restarted$");

      terminal.keys("?").awaitLine("^ s    take a snapshot");
      terminal.keys("x").awaitLine("^ ▸ B3 ");
      terminal.keys("?").awaitLine("^ s    take a snapshot");
      terminal.keys("?").awaitLine("^ ▸ B3 ");
      assertThat(terminal.screen()).anyMatch(line -> line.matches(" +4  B3 .* 4,000 ✓ .*"));
      terminal.keys("q");
      assertRestored(terminal, ExitCode.OK);
    }
  }

  @Test
  void aNewSizeIsFilled() throws Exception {
    try (Tmux terminal = watch(80, 24)) {
      terminal.await(lines -> endsWithKeys(lines) && lines.size() == 24);
      terminal.resize(120, 40);
      terminal.await(lines -> endsWithKeys(lines) && lines.size() == 40);
      terminal.resize(50, 10).awaitLine("^ too small: 50×10, needs 60×12 · q quits$");
      terminal.resize(60, 12);
      terminal.await(lines -> lines.getLast().startsWith(" s snapshot ↑↓ select "));
      terminal.resize(80, 24);
      List<String> screen = terminal.await(lines -> endsWithKeys(lines) && lines.size() == 24);
      assertThat(screen.stream().filter(line -> line.startsWith("   branch "))).hasSize(1);
      terminal.keys("q");
      assertRestored(terminal, ExitCode.OK);
    }
  }

  @Test
  void ctrlCEndsItInOrder() throws Exception {
    try (Tmux terminal = watch(80, 24)) {
      terminal.await(WatchTest::endsWithKeys);
      terminal.keys("C-c");
      assertRestored(terminal, ExitCode.INTERRUPTED);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsItInOrder(String signal, int exitCode) throws Exception {
    try (Tmux terminal = watch(80, 24)) {
      terminal.await(WatchTest::endsWithKeys);
      ProcessHandle watching = terminal.program();
      assertThat(new ProcessBuilder("kill", "-" + signal, "" + watching.pid()).start().waitFor())
          .isZero();
      assertRestored(terminal, exitCode);
    }
  }

  @Test
  void whenTheBankGoesAwayTheViewStays() throws Exception {
    try (Tmux terminal = watch(80, 24)) {
      terminal.awaitLine("^   B3      started ");
      branches.close();
      for (String name : branches.names()) {
        terminal.awaitLine(
            "^   " + name + "      not reachable: nobody listens at 127\\.0\\.0\\.1:");
      }
      terminal.awaitLine("^ in flight \\(about\\)  not known without B0, B1, B2, B3$");
      terminal.keys("s").awaitLine("^ no member answers$");
      terminal.keys("p").awaitLine("^ no member answers$");
      terminal.keys("q");
      assertRestored(terminal, ExitCode.OK);
    }
  }

  @Test
  void aDemosBranchesCanBeKilledAndRestarted() throws Exception {
    Path runtime = Program.runtime(directory);
    RunningBanks banks = new RunningBanks(runtime);
    banks.add(bank.address(), true);
    try (SupervisorSocket _ =
            new SupervisorSocket(
                banks.socket(),
                order -> order.startsWith("kill") ? "done: " + order : "no: B0 runs already");
        Tmux terminal = watch(80, 24)) {
      terminal.awaitLine("^   B3      started ");
      terminal.keys("k").awaitLine("^ select a branch first \\(↑ ↓\\)$");
      terminal.keys("Down").awaitLine("^ ▸ B0 ");
      terminal.keys("k").awaitLine("^ done: kill B0$");
      terminal.keys("r").awaitLine("^ B0 runs already$");
      terminal.keys("q");
      assertRestored(terminal, ExitCode.OK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "never", "NO_COLOR"})
  void coloursAreTheUsersChoice(String choice) throws Exception {
    Map<String, String> environment =
        choice.equals("NO_COLOR") ? Map.of("NO_COLOR", "1") : Map.of();
    String color = choice.equals("NO_COLOR") ? "auto" : choice;
    try (Tmux terminal = watch(80, 24, environment, "--color", color)) {
      terminal.awaitLine("^   B3      started ");
      terminal.keys("Down").awaitLine("^ ▸ B0 +started");
      String styled = terminal.styled();
      if (choice.equals("auto")) {
        assertThat(styled).contains("\033[32mstarted", "\033[7m ▸ B0");
      } else {
        assertThat(styled).doesNotContain("\033[");
      }
      terminal.keys("q").awaitLine("^\\(exit 0\\)$");
    }
  }

  @Test
  void withoutATerminalItPointsToTheStatus() throws Exception {
    Program watch =
        Program.start(
            directory, Map.of("TERM", "xterm"), Program.command("watch", "--bank", "127.0.0.1:1"));
    assertThat(watch.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(watch.out()).isEmpty();
    assertThat(watch.err())
        .containsExactly(
            "cutline watch: needs a terminal; without one there is `cutline status --json`");
  }
}
