package cutline.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.command.End;
import cutline.cli.observe.ObservationWriter;
import cutline.cli.snapshots.Archivist;
import cutline.cli.terminal.Colors;
import cutline.fuzz.Texts;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.MemoryStore;
import cutline.runtime.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is typed to a client, it answers or objects in one line, and goes on. */
class ClientCommandsFuzzTest implements ClientOutput {

  private static final Traffic TRAFFIC =
      Traffic.irregular(Duration.ofDays(1), DurationRange.NONE, 100, 1);

  private final List<String> mistakes = new ArrayList<>();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private BankProcess process;
  private ClientCommands commands;

  /** Client 1; the other one is never there, so that no money moves. */
  @BeforeEach
  void start() throws Exception {
    BankDefinition bank =
        BankDefinition.joined(
            List.of(new Member("1", "memory", 9_101), new Member("2", "memory", 9_102)),
            List.of(1_000L, 1_000L),
            TRAFFIC);
    ClientLog log = new ClientLog("1", _ -> {}, new End(), ObservationWriter.NONE, Ticker.system());
    MemoryNetwork network = new MemoryNetwork();
    process =
        new BankProcess(
            "1",
            bank,
            new ProcessEnvironment(
                _ -> network.transport("1"),
                new MemoryStore(),
                Ticker.system(),
                Clock.systemUTC(),
                executor,
                () -> 1,
                log,
                true,
                true));
    network.listen("1", process.start());
    ClientSnapshots snapshots =
        new ClientSnapshots(
            process, Duration.ofMillis(1), Archivist.NONE, Runnable::run, System::nanoTime);
    commands =
        new ClientCommands(
            process, snapshots, new ClientSnapshotText(bank.names(), Colors.NONE), log, this);
  }

  @AfterEach
  void stop() {
    process.close();
    executor.shutdownNow();
  }

  static Stream<byte[]> lines() {
    return Stream.of(
            "balance --json",
            "transfer 2 $1,000",
            "transfer 2 99999999999999999999",
            "show 1.1.1",
            "show --json --json",
            "delay 0s..2s",
            "interval 300ms",
            "probability 0.5",
            "traffic",
            "peers",
            "snapshots",
            "frobnicate\u0007\u2028",
            "quit",
            "# nothing")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("lines")
  @FuzzTest
  void aLineIsDoneOrObjectedTo(byte[] bytes) throws InterruptedException {
    String line = new String(bytes, UTF_8);
    List<String> words = List.of(line.strip().split("\\s+"));
    ClientVerb verb = ClientVerb.of(words.getFirst());
    if (verb == ClientVerb.SNAPSHOT || verb == ClientVerb.RESTORE) {
      return; // They would wait for the one who is not there.
    }
    boolean wantsMore = commands.execute(line);
    assertThat(wantsMore || verb == ClientVerb.EXIT).isTrue();
    mistakes.forEach(Texts::requireLine);
    mistakes.clear();
    assertThat(commands.completions(words)).doesNotContainNull();
    // By itself it shall not try to transfer all the time.
    commands.execute("pause");
  }

  @Override
  public void result(List<String> lines) {
    lines.forEach(Texts::requireLine);
  }

  @Override
  public void remark(String line) {
    Texts.requireLine(line);
  }

  @Override
  public void mistake(String line) {
    mistakes.add(line);
  }

  @Override
  public int width() {
    return 100;
  }
}
