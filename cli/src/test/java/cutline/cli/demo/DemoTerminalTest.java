package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.running.RunningBanks;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.cli.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person sees it, on a terminal. */
class DemoTerminalTest {

  private static final String EXACT = "total +4,000  ✓ exact$";

  @TempDir private Path directory;

  private @Nullable Tmux terminal;
  private List<ProcessHandle> processes = List.of();

  @AfterEach
  void close() throws IOException {
    processes.forEach(ProcessHandle::destroyForcibly);
    if (terminal != null) {
      terminal.close();
    }
  }

  private Path runtime() {
    return directory.resolve("run");
  }

  /** A bank of two branches, which starts fast. */
  private Tmux start(int columns, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    return start(2, columns, environment, options);
  }

  private Tmux start(int branches, int columns, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("CUTLINE_RUNTIME_DIR", runtime().toString());
    List<String> arguments = new ArrayList<>(List.of("demo", "--every", "50ms", "--seed", "7"));
    arguments.addAll(List.of(options));
    if (branches != 4) {
      arguments.addAll(List.of("--branches", "" + branches));
    }
    Tmux started =
        Tmux.start(columns, 24, directory, all, Program.command(arguments.toArray(String[]::new)));
    terminal = started;
    started.awaitLine("^Keys: s snapshot");
    started.awaitLine("^>$");
    ProcessHandle demo = ProcessHandle.of(running().pid()).orElseThrow();
    processes = new ArrayList<>(demo.children().toList());
    assertThat(processes).hasSize(branches);
    processes.add(demo);
    return started;
  }

  private Tmux start() throws IOException, InterruptedException {
    return start(80, Map.of(), "--delay", "0s..1s");
  }

  private RunningBanks.Running running() {
    RunningBanks banks = new RunningBanks(runtime());
    return await()
        .atMost(SocketBank.PATIENCE)
        .until(banks::list, found -> !found.isEmpty())
        .getFirst();
  }

  private void assertAllGone() {
    await()
        .atMost(SocketBank.PATIENCE)
        .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    assertThat(runtime()).isEmptyDirectory();
  }

  private Path run(String name) {
    return directory.resolve("cutline-runs").resolve(name);
  }

  @Test
  void aWholeSession() throws Exception {
    Tmux tmux = start(4, 80, Map.of(), "--delay", "0s..1s");
    assertThat(tmux.screen().subList(0, 3))
        .containsExactly(
            "Bank of 4 branches · total $4,000 · seed 7",
            " A $1,000   B $1,000   C $1,000   D $1,000   in flight $0",
            "Keys: s snapshot  n naive  b back  k kill  r restart  p pause  ? help  q quit");
    tmux.line("s").awaitLine(EXACT);
    assertThat(tmux.screen()).anyMatch(line -> line.startsWith("Snapshot 1 from A   markers 12"));
    tmux.line("n").awaitLine("^Naive snapshot        balances [\\d,]+ +[✗=] ");
    tmux.awaitLine("^  asked one after another, no markers$");
    tmux.line("hlep").awaitLine("^There is no 'hlep'\\. Did you mean help\\?$");
    tmux.line("k C")
        .awaitLine("^C killed\\. Channels to C hold \\$[\\d,]+ \\(kept by their senders\\)\\.$");
    tmux.line("s").awaitLine("^Snapshot 2 waits for C \\(killed\\)$");
    tmux.awaitLine("^Snapshot 2 from [ABD]   \\[#* *\\] markers \\d/12   \\d\\.\\d s$");
    tmux.line("n").awaitLine("✗ no balance from C \\(killed\\)$");
    tmux.line("k C").awaitLine("^C is dead already$");
    tmux.line("s C").awaitLine("^C cannot initiate a snapshot: it is killed$");
    tmux.line("r C")
        .awaitLine("^C recovered from its journal: balance \\$[\\d,]+, \\d+ transfers? res");
    tmux.awaitLine("^Snapshot 2  total 4,000 ✓ exact   \\(C was dead for \\d+ s\\)$");
    assertThat(String.join("", tmux.screen())).contains(" resent, 0 lost.");
    tmux.keys("C-l")
        .line("p")
        .awaitLine("^Paused: no new transfers; what is in flight arrives\\.$");
    tmux.line("p").awaitLine("^Going on\\.$");
    tmux.line("b 3").awaitLine("^There is no complete snapshot 3 to go back to$");
    tmux.line("b 1")
        .awaitLine(
            "^The bank is back at snapshot 1: balances \\$[\\d,]+, and \\$[\\d,]+ in flight");
    tmux.line("s B").awaitLine("^Snapshot 3 from B   markers 12");
    tmux.awaitLine(EXACT);
    tmux.line("k D").awaitLine("^D killed\\.");
    tmux.line("b 1").awaitLine("^A bank goes back only as a whole: start D again first$");
    tmux.line("r D").awaitLine("^D recovered from its journal");
    tmux.line("?").awaitLine("^ k NAME    kill the process of a branch");
    tmux.line("q").awaitLine("^\\(exit 0\\)$");
    assertThat(tmux.screen())
        .contains(
            "Report ./cutline-runs/7/: report.html cut.svg events.ndjson",
            "Reproduce: cutline demo --seed 7 --every 50ms --delay 0s..1s");
    assertThat(tmux.history()).filteredOn(line -> line.contains("waits for C")).hasSize(1);
    assertThat(Files.readAllLines(run("7").resolve("snapshots.ndjson"))).hasSize(3);
    assertThat(Files.readAllLines(run("7").resolve("report.txt")))
        .contains("3 snapshots: 3 exact, 3 with money in flight")
        .anyMatch(line -> line.matches("20\\d\\d-.*Z  > k C"));
    assertAllGone();
  }

  @Test
  void whatComesMeanwhileNeverTearsWhatIsTyped() throws Exception {
    Tmux tmux = start(80, Map.of(), "--delay", "2500ms..2500ms");
    tmux.line("s").keys("s", "n", "a");
    tmux.awaitLine("^Snapshot 1 from A   \\[#* *\\] markers \\d+/2   [12]\\.\\d s$");
    tmux.awaitLine("^> sna$");
    List<String> screen = tmux.awaitLine(EXACT);
    assertThat(screen.stream().filter(line -> !line.isEmpty()).toList().getLast())
        .isEqualTo("> sna");
    assertThat(screen).noneMatch(line -> line.contains("[#"));
    tmux.line("pshot").awaitLine("^Snapshot 2 from B   markers 2");
    tmux.line("q").awaitLine("^\\(exit 0\\)$");
    assertAllGone();
  }

  @Test
  void manyLinesAtOnceAreDoneInTheirOrder() throws Exception {
    Tmux tmux = start();
    List<String> keys = new ArrayList<>();
    for (int snapshot = 0; snapshot < 9; snapshot++) {
      keys.addAll(List.of("s", "Enter"));
    }
    keys.addAll(List.of("q", "Enter"));
    tmux.keys(keys.toArray(String[]::new)).awaitLine("^\\(exit 0\\)$");
    List<String> history = tmux.history();
    assertThat(history).contains("8 snapshots are under way, and that is the most");
    assertThat(history).filteredOn(line -> line.matches(".*" + EXACT)).hasSize(8);
    assertThat(Files.readAllLines(run("7").resolve("snapshots.ndjson"))).hasSize(8);
    assertAllGone();
  }

  @Test
  void ctrlCEndsItWithAReport() throws Exception {
    Tmux tmux = start();
    tmux.line("s").awaitLine(EXACT);
    tmux.keys("h", "a", "C-c").awaitLine("^\\(exit 130\\)$");
    assertThat(tmux.screen())
        .contains("Report ./cutline-runs/7/: report.html cut.svg events.ndjson");
    assertAllGone();
  }

  @Test
  void ctrlCLetsSnapshotsEndAndAnotherOneDoesNot() throws Exception {
    Tmux tmux = start(80, Map.of(), "--delay", "3s..3s");
    tmux.line("s").awaitLine("markers \\d+/2   [12]\\.\\d s$");
    tmux.keys("C-c").awaitLine("^Waiting for 1 snapshot\\. Ctrl-C ends at once\\.$");
    tmux.awaitLine("^\\(exit 130\\)$");
    assertThat(tmux.screen()).anyMatch(line -> line.matches(".*" + EXACT));
    assertAllGone();
  }

  @Test
  void theSecondCtrlCEndsItAtOnce() throws Exception {
    Tmux tmux = start(80, Map.of(), "--delay", "1m..1m");
    tmux.line("s").awaitLine("markers \\d+/2   \\d+\\.\\d s$");
    tmux.keys("C-c").awaitLine("^Waiting for 1 snapshot");
    tmux.keys("C-c").awaitLine("^(\\^C)?\\(exit 130\\)$");
    assertThat(directory.resolve("cutline-runs")).doesNotExist();
    assertNothingIsLeftForTheNextOne();
  }

  /** A demo that ends at once leaves its data to whoever looks for banks next. */
  private void assertNothingIsLeftForTheNextOne() {
    await()
        .atMost(SocketBank.PATIENCE)
        .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    assertThat(new RunningBanks(runtime()).list()).isEmpty();
    assertThat(runtime()).isEmptyDirectory();
  }

  @Test
  void ctrlDEndsItAndWithoutSnapshotsThereIsNoReport() throws Exception {
    Tmux tmux = start();
    tmux.keys("C-d").awaitLine("^\\(exit 0\\)$");
    assertThat(tmux.screen()).noneMatch(line -> line.startsWith("Report"));
    assertThat(directory.resolve("cutline-runs")).doesNotExist();
    assertAllGone();
  }

  @Test
  void whenItIsKilledNoBranchIsLeft() throws Exception {
    start();
    processes.getLast().destroyForcibly();
    assertNothingIsLeftForTheNextOne();
  }

  @Test
  void aBranchThatEndsByItselfIsNoticed() throws Exception {
    Tmux tmux = start();
    tmux.keys("h", "e");
    processes.getFirst().destroyForcibly();
    tmux.awaitLine("^[AB] has ended \\(signal 9\\)$");
    tmux.awaitLine("^> he$");
    tmux.keys("C-u").line("s").awaitLine("^Snapshot 1 waits for [AB] \\(dead\\)$");
    tmux.line("q").awaitLine("^\\(exit 3\\)$");
    assertAllGone();
  }

  @Test
  void otherTerminalsKillAndRestart() throws Exception {
    Tmux tmux = start(4, 80, Map.of(), "--delay", "0s..1s");
    Path socket = Objects.requireNonNull(running().supervisor());
    assertThat(SupervisorSocket.ask(socket, "kill B"))
        .matches("B killed\\. Channels to B hold \\$.*");
    tmux.awaitLine("^From another terminal: B killed\\. Channels");
    assertThat(SupervisorSocket.ask(socket, "kill B")).isEqualTo("no: B is dead already");
    assertThat(SupervisorSocket.ask(socket, "restart A")).isEqualTo("no: A is alive");
    assertThat(SupervisorSocket.ask(socket, "kill Z"))
        .isEqualTo("no: There is no branch Z; there is A B C D");
    assertThat(SupervisorSocket.ask(socket, "snapshot"))
        .isEqualTo("no: the orders are kill NAME and restart NAME");
    assertThat(SupervisorSocket.ask(socket, "")).startsWith("no: ");
    assertThat(SupervisorSocket.ask(socket, "restart B"))
        .startsWith("B recovered from its journal");
    tmux.awaitLine("^From another terminal: B recovered");
    tmux.line("q").awaitLine("^\\(exit 0\\)$");
    assertAllGone();
  }

  @Test
  void aNarrowTerminalThatChangesItsSize() throws Exception {
    Tmux tmux = start(4, 40, Map.of(), "--delay", "0s..1s");
    tmux.line("k C").awaitLine("^C killed\\. Channels to C hold");
    tmux.line("s").awaitLine("^Snapshot 1 waits for C \\(killed\\)$");
    tmux.awaitLine("^Snapshot 1 from [ABD]   \\[");
    tmux.resize(100, 30).keys("n").awaitLine("^> n$");
    tmux.keys("Enter").awaitLine("✗ no balance from C \\(killed\\)$");
    tmux.line("q").awaitLine("^\\(exit 3\\)$");
    assertAllGone();
  }

  @Test
  void coloursAreForThoseWhoWantThem() throws Exception {
    Tmux plain = start(80, Map.of("NO_COLOR", "1"), "--delay", "0s..1s");
    plain.line("s").awaitLine(EXACT);
    assertThat(plain.styled().lines().toList()).noneMatch(line -> line.contains("\u001b["));
    plain.line("q").awaitLine("^\\(exit 0\\)$");
    plain.close();
    Tmux colourful = start();
    colourful.line("s").awaitLine(EXACT);
    assertThat(colourful.styled().lines().toList())
        .anyMatch(line -> line.contains("\u001b[32m✓ exact"));
    colourful.line("q").awaitLine("^\\(exit 0\\)$");
    assertAllGone();
  }
}
