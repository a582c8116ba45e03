package cutline.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.BankDefinition;
import cutline.bank.ControllerException;
import cutline.bank.ControllerOptions;
import cutline.bank.config.Member;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Interrupts;
import cutline.cli.running.RunningBanks;
import cutline.cli.snapshots.Archivist;
import cutline.cli.testing.Snapshots;
import cutline.cli.testing.SocketBank;
import cutline.core.SnapshotStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a controller says on which stream, and how it ends. */
class BankRunTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private SocketBank branches;

  @BeforeEach
  void start() throws IOException {
    branches = new SocketBank(2);
  }

  @AfterEach
  void close() {
    branches.close();
  }

  private static PrintStream stream(OutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private BankRun run(boolean json) {
    return new BankRun(stream(out), stream(err), json, Archivist.NONE, null, _ -> {});
  }

  private int exitCode(BankRun run) throws CommandException, ControllerException {
    return run.run(branches.of(2_000), options(2), new Interrupts());
  }

  private static ControllerOptions options(int count) {
    return new ControllerOptions(count, Duration.ZERO, SocketBank.PATIENCE, 1);
  }

  private List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> err() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void resultsAndProgressHaveStreamsOfTheirOwn() throws Exception {
    assertThat(exitCode(run(false))).isEqualTo(ExitCode.OK);
    assertThat(out()).first().asString().startsWith("Snapshot 1 from B");
    assertThat(out()).last().asString().endsWith("total       2,000  ✓ exact");
    assertThat(err()).hasSize(2);
    assertThat(err().getFirst()).isEqualTo("2 branches connected · $1,000 each");
    assertThat(err().getLast()).matches("2 snapshots: 2 exact, [012] with money in flight");
  }

  @Test
  void jsonIsAloneOnItsStream() throws Exception {
    assertThat(exitCode(run(true))).isEqualTo(ExitCode.OK);
    assertThat(out())
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line)
                .startsWith("{\"schema\":\"cutline.snapshot/1\",\"id\":\"B")
                .contains("\"total\":2000,\"expected\":2000,\"consistent\":true")
                .endsWith("}"));
    assertThat(err()).hasSize(2);
  }

  // --------------------------------------------------------------- exit codes

  @Test
  void anythingIncompleteIsNoSuccess() throws Exception {
    BankRun run = run(false);
    run.snapshot(1, new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from C"));
    assertThat(exitCode(run)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(out().getFirst())
        .isEqualTo("Snapshot 1  INCOMPLETE: no report from C. Not a result.");
    assertThat(err().getLast()).startsWith("3 snapshots: 2 exact, ");
  }

  @Test
  void anythingAbortedIsNoSuccess() throws Exception {
    BankRun run = run(false);
    run.snapshot(1, new Snapshots().without(SnapshotStatus.ABORTED, "A is busy"));
    assertThat(exitCode(run)).isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void whatDoesNotAddUpGoesBeforeWhatIsIncomplete() throws Exception {
    BankRun run = run(false);
    run.snapshot(1, new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from C"));
    run.snapshot(2, new Snapshots().balance("A", 3_960).complete(4_000));
    run.snapshot(3, new Snapshots().without(SnapshotStatus.ABORTED, "A is busy"));
    assertThat(exitCode(run)).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(out())
        .anySatisfy(line -> assertThat(line).contains("✗").contains("$40 are missing"));
  }

  @Test
  void whatDoesNotAddUpGoesBeforeAnInterrupt() throws Exception {
    BankRun run = run(false);
    run.snapshot(1, new Snapshots().balance("A", 4_040).complete(4_000));
    Thread.currentThread().interrupt();
    assertThat(exitCode(run)).isEqualTo(ExitCode.INCONSISTENT);
  }

  @Test
  void anInterruptGoesBeforeWhatIsIncomplete() throws Exception {
    BankRun run = run(false);
    run.snapshot(1, new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from C"));
    Thread.currentThread().interrupt();
    assertThat(exitCode(run)).isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void anotherBankIsTheCallersProblem() throws Exception {
    exitCode(run(false));
    assertThatThrownBy(() -> run(false).run(branches.of(3_000), options(1), new Interrupts()))
        .isInstanceOf(ControllerException.class)
        .hasMessageEndingWith(": this bank holds $2,000; use a new --data");
  }

  /** As after {@code | head -1}. */
  @Test
  void whenNobodyReadsTheRunEndsQuietly() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int next) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    BankRun run = new BankRun(stream(closed), stream(err), false, Archivist.NONE, null, _ -> {});
    ControllerOptions endless =
        new ControllerOptions(null, Duration.ofHours(1), SocketBank.PATIENCE, 1);
    assertThat(run.run(branches.of(2_000), endless, new Interrupts())).isEqualTo(ExitCode.OK);
    assertThat(err()).hasSize(2).last().asString().startsWith("1 snapshot: 1 exact, ");
  }

  // ------------------------------------------------------------ other commands

  @Test
  void otherCommandsFindTheBankWhileItRuns(@TempDir Path directory) throws Exception {
    RunningBanks banks = new RunningBanks(directory);
    BankRun run = new BankRun(stream(out), stream(err), false, Archivist.NONE, banks, _ -> {});
    run.running(branches.of(2_000), false);
    assertThat(banks.list())
        .singleElement()
        .satisfies(running -> assertThat(running.bank().members()).isEqualTo(branches.members()));
    assertThat(exitCode(run)).isEqualTo(ExitCode.OK);
    assertThat(banks.list()).isEmpty();
  }

  @Test
  void aBankThatCannotBeWrittenDownRunsAllTheSame(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    BankRun run =
        new BankRun(
            stream(out), stream(err), false, Archivist.NONE, new RunningBanks(file), _ -> {});
    assertThat(exitCode(run)).isEqualTo(ExitCode.OK);
    assertThat(err())
        .contains("other commands need --bank to find this bank: " + file + " is not a directory");
  }

  // ------------------------------------------------------------------ progress

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4000 | 4 | 4 branches connected · $1,000 each",
        "4001 | 4 | 4 branches connected · $1,000 each, $1 more for the first",
        "4003 | 4 | 4 branches connected · $1,000 each, $1 more for the first 3",
        "7    | 1 | 1 branch connected · $7 each",
        "0    | 2 | 2 branches connected · $0 each"
      })
  void theDealIsTold(long total, int count, String line) {
    run(false).running(bank(total, count), false);
    assertThat(err()).containsExactly(line);
  }

  @Test
  void whoJoinsABankThatIsAtWorkIsTold() {
    run(false).running(bank(4_000, 4), true);
    assertThat(err())
        .containsExactly(
            "4 branches connected · $1,000 each at first"
                + " · the bank was at work already, and goes on as it was told then");
  }

  private static BankDefinition bank(long total, int count) {
    List<Member> members =
        IntStream.rangeClosed(1, count).mapToObj(i -> new Member("B" + i, "h", i)).toList();
    return BankDefinition.dealt(total, members, SocketBank.TRAFFIC);
  }

  @Test
  void whoIsWaitedForIsToldOnce() {
    BankRun run = run(false);
    run.waiting(List.of("A", "B"));
    run.waiting(List.of("A", "B"));
    run.waiting(List.of("B"));
    assertThat(err()).containsExactly("waiting for A, B", "waiting for B");
  }
}
