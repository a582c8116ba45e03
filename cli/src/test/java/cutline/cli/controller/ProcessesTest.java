package cutline.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.Said;
import cutline.cli.testing.SocketBank;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Branches and controllers as people start and stop them. */
class ProcessesTest {

  private static final String[] BUSY = {"--every", "10ms", "--delay", "50ms", "--interval", "10ms"};

  @TempDir private Path directory;
  private final List<Program> programs = new ArrayList<>();

  @AfterEach
  void close() {
    programs.forEach(Program::close);
  }

  private Program start(String... arguments) throws IOException {
    Program program = Program.start(directory, arguments);
    programs.add(program);
    return program;
  }

  private Program controller(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("controller", "2001", "branches.txt"));
    arguments.addAll(List.of(BUSY));
    arguments.addAll(List.of(options));
    return start(arguments.toArray(String[]::new));
  }

  /** Two branches and their file. */
  private List<Program> branches() throws IOException {
    return branches(Protocol.TCP);
  }

  private List<Program> branches(Protocol protocol) throws IOException {
    List<Program> branches =
        List.of(
            start("branch", "A", "0", "--transport", protocol.word()),
            start("branch", "B", "" + FreePorts.one(), "--transport", protocol.word()));
    writeFile(branches.get(0).port(), branches.get(1).port());
    return branches;
  }

  private void writeFile(int portOfA, int portOfB) throws IOException {
    Files.writeString(
        directory.resolve("branches.txt"),
        "A 127.0.0.1 %d\nB localhost %d\n".formatted(portOfA, portOfB));
  }

  @ParameterizedTest
  @EnumSource
  void theTwoProgramsMakeABank(Protocol protocol) throws Exception {
    List<Program> branches = branches(protocol);
    Program controller = controller("--count", "3", "--transport", protocol.word());
    assertThat(controller.exitCode()).isZero();
    assertThat(controller.out()).filteredOn(line -> line.endsWith("✓ exact")).hasSize(3);
    assertThat(controller.err().getFirst())
        .isEqualTo("2 branches connected · $1,000 each, $1 more for the first");
    Program a = branches.getFirst();
    a.awaitErr("A sent \\$\\d+ to B. Balance: \\$[\\d,]+");
    a.awaitErr("A received \\$\\d+ from B. Balance: \\$[\\d,]+");
    assertThat(a.err().getFirst())
        .matches("A listening on %s, waiting for controller".formatted(listening(protocol)));
    assertThat(a.err()).contains("A is one of 2 branches of a bank of $2,001, with $1,001");
    assertThat(a.out()).isEmpty();
  }

  private static String listening(Protocol protocol) {
    return protocol == Protocol.TCP ? "\\d+" : "\\d+ \\(UDP\\)";
  }

  /** One that dies behind its cut and before it knows all that crosses it. */
  @ParameterizedTest
  @EnumSource
  void aBranchMayBeKilledInTheMiddleOfASnapshot(Protocol protocol) throws Exception {
    List<Program> branches = branches(protocol);
    int portOfB = branches.get(1).port();
    String[] slow = {"--delay", "2s", "--transport", protocol.word()};
    List<String> arguments = new ArrayList<>(List.of("controller", "2001", "branches.txt"));
    arguments.addAll(List.of("--every", "20ms", "--count", "1", "--interval", "3s"));
    arguments.addAll(List.of(slow));
    assertThat(start(arguments.toArray(String[]::new)).exitCode()).isZero();
    // News of the decision may wait behind money that is slow.
    String open = ".*\"B\".*\\[\"A\\.1\\.\\d+\"].*";
    await()
        .atMost(SocketBank.PATIENCE)
        .until(() -> !openSnapshots(protocol, portOfB).matches(open));
    Program snapshot =
        start(
            "snapshot",
            "--bank",
            "localhost:" + portOfB,
            "--from",
            "A",
            "--transport",
            protocol.word());
    await().atMost(SocketBank.PATIENCE).until(() -> openSnapshots(protocol, portOfB).matches(open));
    branches.get(1).process().destroyForcibly().waitFor();
    start("branch", "B", "" + portOfB, "--transport", protocol.word())
        .awaitErr("B listening on .*, going on");
    assertThat(snapshot.exitCode()).as("%s", snapshot.err()).isZero();
    assertThat(snapshot.out()).last().asString().endsWith("2,001  ✓ exact");
  }

  private static String openSnapshots(Protocol protocol, int port) {
    return Said.by(
            "status", "--json", "--bank", "localhost:" + port, "--transport", protocol.word())
        .out()
        .strip();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsThemInOrder(String signal, int exitCode) throws Exception {
    List<Program> branches = branches();
    Program controller = controller().awaitOut(".*✓ exact");
    assertThat(controller.signal(signal).exitCode()).isEqualTo(exitCode);
    assertThat(controller.err().getLast())
        .matches("[\\d,]+ snapshots?: [\\d,]+ exact, [\\d,]+ with money in flight");
    Program branch = branches.getFirst();
    assertThat(branch.signal(signal).exitCode()).isEqualTo(exitCode);
    assertThat(branch.err().getLast()).matches("A stopped\\. Balance: \\$[\\d,]+");
  }

  @Test
  void aBranchThatWasNeverInABankHasNoBalance() throws Exception {
    Program branch = start("branch", "A", "0");
    branch.port();
    assertThat(branch.signal("INT").exitCode()).isEqualTo(130);
    assertThat(branch.err()).last().isEqualTo("A stopped");
  }

  @Test
  void aControllerThatWaitsForBranchesCanBeInterrupted() throws Exception {
    writeFile(1, 2);
    Program controller = controller().awaitErr("waiting for A, B");
    assertThat(controller.signal("INT").exitCode()).isEqualTo(130);
    assertThat(controller.out()).isEmpty();
  }

  /** What is dealt is dealt once, whenever the controller dies. */
  @Test
  void aControllerMayBeKilledAndStartedAgain() throws Exception {
    branches();
    for (int kill = 0; kill < 3; kill++) {
      Program controller = controller();
      if (kill > 0) {
        controller.awaitErr("2 branches connected.*");
      }
      controller.process().destroyForcibly().waitFor();
    }
    Program last = controller("--count", "3");
    assertThat(last.exitCode()).isZero();
    assertThat(last.out()).filteredOn(line -> line.endsWith("✓ exact")).hasSize(3);
    Program other = start("controller", "5000", "branches.txt", "--count", "1");
    assertThat(other.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(other.err())
        .singleElement()
        .asString()
        .matches("cutline controller: [AB]: this bank holds \\$2,001; use a new --data");
    assertThat(other.out()).isEmpty();
  }

  @Test
  void aBranchThatIsKilledIsNamed() throws Exception {
    List<Program> branches = branches();
    Program controller =
        start(
                "controller",
                "2001",
                "branches.txt",
                "--timeout",
                "5s",
                "--interval",
                "3s",
                "--count",
                "2")
            .awaitOut(".*✓ exact");
    branches.get(1).process().destroyForcibly().waitFor();
    Program next = controller("--timeout", "3s", "--count", "1");
    assertThat(next.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(next.err().getLast())
        .matches("cutline controller: no answer within 3s from B \\(localhost:\\d+\\).*");
    assertThat(controller.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(controller.out().getLast())
        .matches("Snapshot 2  INCOMPLETE: no (report|answer|decision) from B.*\\. Not a result\\.");

    int portOfB = branches.get(1).port();
    start("branch", "B", "" + portOfB, "--data", "new").port();
    Program last = controller("--count", "1");
    assertThat(last.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(last.err().getLast())
        .isEqualTo(
            "cutline controller: B lost what it had: this bank is at work, and it knows nothing of"
                + " it. Start all branches anew");
  }

  /** The log goes nowhere, and the branch goes on; it also ends when it is told to. */
  @Test
  void aBranchWhoseLogIsNotReadKeepsWorking() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Program.command("branch", "A", "0"))
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process unread = builder.start();
    try (BufferedReader log = unread.errorReader()) {
      int portOfA = Integer.parseInt(log.readLine().replaceAll("\\D", ""));
      writeFile(portOfA, start("branch", "B", "0", "--quiet").port());
      // Far more lines than the pipe and the log hold.
      Program controller =
          start(
              "controller",
              "2000",
              "branches.txt",
              "--every",
              "0ms",
              "--delay",
              "0ms",
              "--max-amount",
              "1",
              "--interval",
              "20ms",
              "--count",
              "30");
      assertThat(controller.exitCode()).isZero();
      assertThat(controller.err().getLast()).startsWith("30 snapshots: 30 exact");
      unread.toHandle().destroy();
      assertThat(unread.waitFor(SocketBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(unread.exitValue()).isEqualTo(143);
    } finally {
      unread.destroyForcibly();
    }
  }

  /** As {@code controller ... | head -1}: whoever has read enough closes the pipe. */
  @Test
  void aControllerThatNobodyReadsAnyMoreEndsQuietly() throws Exception {
    branches();
    List<String> arguments = new ArrayList<>(List.of("controller", "2001", "branches.txt"));
    arguments.addAll(List.of(BUSY));
    Path err = directory.resolve("err.txt");
    Process controller =
        new ProcessBuilder(Program.command(arguments.toArray(String[]::new)))
            .directory(directory.toFile())
            .redirectError(err.toFile())
            .start();
    try (BufferedReader out = controller.inputReader()) {
      assertThat(out.readLine()).startsWith("Snapshot 1 from ");
    }
    assertThat(controller.waitFor(SocketBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(controller.exitValue()).isZero();
    assertThat(Files.readAllLines(err))
        .last()
        .asString()
        .matches("\\d+ snapshots?: \\d+ exact, \\d+ with money in flight");
  }

  /** Where nothing can be written, results are lost, and a script must learn that. */
  @Test
  void resultsThatCannotBeWrittenAreNoSuccess() throws Exception {
    branches();
    List<String> controller = Program.command("controller", "2000", "branches.txt");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
    command.addAll(controller);
    Program full = Program.start(directory, Map.of(), command);
    programs.add(full);
    assertThat(full.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(full.err())
        .last()
        .asString()
        .startsWith("cutline: standard output cannot be written, results are lost: ");
  }

  /** A check mark is a check mark, and a thousand has a comma, whatever the locale. */
  @Test
  void theOutputDoesNotDependOnTheLocale() throws Exception {
    branches();
    Program controller =
        Program.start(
            directory,
            Map.of("LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-Duser.language=de -Duser.country=DE"),
            Program.command("controller", "2001", "branches.txt", "--count", "1"));
    programs.add(controller);
    assertThat(controller.exitCode()).isZero();
    assertThat(controller.out()).last().asString().endsWith("2,001  ✓ exact");
    assertThat(controller.err())
        .contains("2 branches connected · $1,000 each, $1 more for the first");
  }

  @Test
  void theSecondSignalEndsItAtOnce() throws Exception {
    Program stubborn =
        Program.start(directory, Map.of(), Program.command(Stubborn.class)).awaitOut("ready");
    programs.add(stubborn);
    stubborn.signal("INT").awaitOut("wants to go on after 130");
    assertThat(stubborn.signal("TERM").exitCode()).isEqualTo(143);
  }
}
