package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.command.ExitCode;
import cutline.cli.running.RunningBanks;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.core.ChannelOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole bank in one command, with its branches as processes. */
class DemoTest {

  @TempDir private Path directory;
  private @Nullable Program demo;

  @AfterEach
  void close() {
    if (demo != null) {
      demo.close();
    }
  }

  private Program start(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("demo", "--branches", "3"));
    arguments.addAll(List.of("--every", "20ms", "--delay", "0ms..100ms"));
    arguments.addAll(List.of(options));
    Program started =
        Program.start(
            directory,
            Map.of("CUTLINE_RUNTIME_DIR", directory.resolve("run").toString()),
            Program.command(arguments.toArray(String[]::new)));
    demo = started;
    return started;
  }

  private static void assertGone(List<ProcessHandle> branches) {
    await()
        .atMost(SocketBank.PATIENCE)
        .untilAsserted(() -> assertThat(branches).noneMatch(ProcessHandle::isAlive));
  }

  @ParameterizedTest
  @CsvSource({"tcp, ''", "udp, ' · over UDP'"})
  void endsWithEveryTotalExactAndLeavesNoProcessBehind(String transport, String over)
      throws Exception {
    Program running =
        start("--count", "2", "--seed", "5", "--total", "3001", "--transport", transport);
    running.awaitErr("3 branches connected.*");
    List<ProcessHandle> branches = running.process().children().toList();
    assertThat(branches).hasSize(3);
    assertThat(running.exitCode()).isZero();
    assertThat(running.out()).filteredOn(line -> line.endsWith("3,001  ✓ exact")).hasSize(2);
    assertThat(running.err().subList(0, 2))
        .containsExactly(
            "Bank of 3 branches · total $3,001 · seed 5" + over,
            "3 branches connected · $1,000 each, $1 more for the first");
    assertGone(branches);
  }

  @Test
  void aSignalEndsItInOrder() throws Exception {
    Program running = start("--count", "1000", "--json");
    running.awaitOut("\\{.*\"consistent\":true.*}");
    List<ProcessHandle> branches = running.process().children().toList();
    assertThat(running.signal("INT").exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(running.out()).allMatch(line -> line.startsWith("{\"schema\""));
    assertGone(branches);
  }

  @Test
  void itsBranchesDoNotOutliveIt() throws Exception {
    Program running = start("--count", "1000").awaitOut(".*✓ exact");
    List<ProcessHandle> branches = running.process().children().toList();
    assertThat(branches).hasSize(3).allMatch(ProcessHandle::isAlive);
    running.process().destroyForcibly().waitFor();
    assertGone(branches);
  }

  @Test
  void otherTerminalsFindItAndGiveOrders() throws Exception {
    Program running = start("--count", "1000", "--transport", "udp").awaitOut(".*✓ exact");
    RunningBanks banks = new RunningBanks(directory.resolve("run"));
    RunningBanks.Running bank = banks.list().getFirst();
    assertThat(bank.bank().names()).containsExactly("A", "B", "C");
    assertThat(bank.bank().order()).isEqualTo(ChannelOrder.NON_FIFO);
    assertThat(bank.pid()).isEqualTo(running.process().pid());
    Path socket = Objects.requireNonNull(bank.supervisor());
    assertThat(SupervisorSocket.ask(socket, "kill C")).startsWith("C killed. Channels to C hold $");
    running.awaitErr("From another terminal: C killed\\. .*");
    assertThat(SupervisorSocket.ask(socket, "kill C")).isEqualTo("no: C is dead already");
    assertThat(SupervisorSocket.ask(socket, "restart C"))
        .startsWith("C recovered from its journal: balance $");
    assertThat(SupervisorSocket.ask(socket, "pause"))
        .isEqualTo("no: the orders are kill NAME and restart NAME");
    List<ProcessHandle> branches = running.process().children().toList();
    assertThat(branches).hasSize(3);
    running.signal("TERM").exitCode();
    assertThat(banks.list()).isEmpty();
    assertGone(branches);
  }

  @Test
  void aBranchThatEndsByItselfIsNoticed() throws Exception {
    Program running = start("--count", "1000").awaitOut(".*✓ exact");
    running.process().children().findFirst().orElseThrow().destroyForcibly();
    running.awaitErr("[ABC] has ended \\(signal 9\\)");
  }
}
