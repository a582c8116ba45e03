package cutline.cli.bench;

import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.rocksdb.RocksDbStore;
import cutline.runtime.Ticker;
import cutline.tcp.TcpNetwork;
import cutline.tcp.TcpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/**
 * A branch whose parts are put together as those of {@code cutline branch}, with files and TCP, and
 * with instruments in between. Of a bank of two branches, A and B.
 */
final class MeasuredBranch implements Hosted {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MeasuredStore store;
  private final Steps steps;
  private final TcpNetwork network = new TcpNetwork();
  private final TcpServer server;
  private final CountDownLatch takesPart = new CountDownLatch(1);
  private final Log log = new Log();
  final BankProcess process;

  /** Per snapshot, the longest time without a transfer, in nanoseconds. */
  private final Histogram pauses = new Histogram(3);

  /** The same in times without a snapshot. */
  private final Histogram lulls = new Histogram(3);

  private long withMoneyInFlight;
  private volatile Runnable whenReceived = () -> {};

  MeasuredBranch(String name, Path data, BankDefinition bank) throws Exception {
    store = new MeasuredStore(RocksDbStore.open(data, System.err::println));
    steps = new Steps(store);
    Map<String, InetSocketAddress> addresses = new TreeMap<>();
    bank.members().forEach(member -> addresses.put(member.name(), address(member)));
    process =
        new BankProcess(
            name,
            bank,
            new ProcessEnvironment(
                _ -> network.transport(addresses),
                store,
                Ticker.system(),
                Clock.systemUTC(),
                steps,
                new SecureRandom()::nextLong,
                log,
                true,
                true));
    server =
        network.listen(address(bank.members().get(bank.names().indexOf(name))), process.start());
  }

  private static InetSocketAddress address(Member member) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), member.port());
  }

  /**
   * A bank of A and B.
   *
   * @param every the mean time between two transfers of a branch
   */
  static BankDefinition bank(int portOfA, int portOfB, int accounts, Duration every) {
    return BankDefinition.dealt(
        1_000_000_000L,
        List.of(new Member("A", "127.0.0.1", portOfA), new Member("B", "127.0.0.1", portOfB)),
        accounts,
        Traffic.irregular(every, DurationRange.NONE, 1, 1));
  }

  /** The action runs on the process's thread after each transfer that has come and is durable. */
  void whenReceived(Runnable action) {
    whenReceived = action;
  }

  @Override
  public void close() {
    server.close();
    process.close();
    network.close();
    steps.shutdown();
    store.close();
  }

  // --------------------------------------------------------- as a process of its own

  /**
   * One that is told what to do: {@code part}: has received a transfer; {@code reset}: forgets what
   * it has measured; {@code snapshots N}: takes as many; {@code copied}: has no accounts to copy
   * for a snapshot any more; {@code steps N}: has done so many without copying; {@code report}:
   * gives what it has measured; {@code die N}: takes a snapshot and ends as if killed when so many
   * pages are copied.
   *
   * @param arguments name, directory, the ports of A and B, how many accounts, and the mean time
   *     between two transfers in nanoseconds
   */
  static MeasuredBranch of(List<String> arguments) throws Exception {
    BankDefinition bank =
        bank(
            Integer.parseInt(arguments.get(2)),
            Integer.parseInt(arguments.get(3)),
            Integer.parseInt(arguments.get(4)),
            Duration.ofNanos(Long.parseLong(arguments.get(5))));
    return new MeasuredBranch(arguments.get(0), Path.of(arguments.get(1)), bank);
  }

  @Override
  public void obey(String command, BiConsumer<String, String> answer) throws Exception {
    int space = command.indexOf(' ');
    String verb = space < 0 ? command : command.substring(0, space);
    String count = command.substring(space + 1);
    switch (verb) {
      case "part" -> takesPart.await();
      case "reset" -> steps.submit(this::reset).get();
      case "snapshots" -> snapshots(Integer.parseInt(count));
      case "copied" -> {
        awaitCopied();
        pauses.recordValue(log.longestPause());
      }
      case "steps" -> awaitSteps(Integer.parseInt(count));
      case "die" -> {
        store.haltAt(Integer.parseInt(count));
        process.snapshot(PATIENCE).get();
        Thread.sleep(PATIENCE);
      }
      case "report" -> report(answer);
      default -> throw new IllegalArgumentException(command);
    }
  }

  private void reset() {
    steps.usual.reset();
    steps.copying.reset();
    pauses.reset();
    lulls.reset();
    withMoneyInFlight = 0;
  }

  /** One after the other, and between two of them as long a time without one. */
  private void snapshots(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      log.startOver();
      long begun = System.nanoTime();
      BankSnapshot snapshot = process.snapshot(PATIENCE).get();
      if (!snapshot.snapshot().isComplete() || snapshot.isInconsistent()) {
        throw new IllegalStateException("not exact: " + snapshot);
      }
      withMoneyInFlight += snapshot.inFlightTotal().compareTo(BigInteger.ZERO) > 0 ? 1 : 0;
      awaitCopied();
      long took = System.nanoTime() - begun;
      pauses.recordValue(log.longestPause());
      // The other branch may still be copying.
      Thread.sleep(Duration.ofNanos(took));
      log.startOver();
      Thread.sleep(Duration.ofNanos(took));
      lulls.recordValue(log.longestPause());
    }
  }

  private void awaitSteps(int count) throws Exception {
    while (steps.submit(steps.usual::getTotalCount).get() < count) {
      Thread.sleep(1);
    }
  }

  private void awaitCopied() throws InterruptedException {
    while (store.isCopying()) {
      Thread.sleep(1);
    }
  }

  private void report(BiConsumer<String, String> answer) throws Exception {
    steps
        .submit(() -> {
          reportNow(answer);
          return null;
        })
        .get();
  }

  private void reportNow(BiConsumer<String, String> answer) throws IOException {
    answer.accept("usual", Hosted.text(steps.usual));
    answer.accept("copying", Hosted.text(steps.copying));
    answer.accept("pauses", Hosted.text(pauses));
    answer.accept("lulls", Hosted.text(lulls));
    answer.accept("inFlight", "" + withMoneyInFlight);
    answer.accept("received", "" + log.received);
    answer.accept("bytes", "" + store.bytes);
    answer.accept("commits", "" + store.commits);
    answer.accept("written", "" + writtenToDisk());
    answer.accept("cpu", "" + cpuNanos());
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** How many bytes this JVM has caused to be written to disks. */
  private static long writtenToDisk() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
      if (line.startsWith("write_bytes: ")) {
        return Long.parseLong(line.substring("write_bytes: ".length()));
      }
    }
    throw new IOException("no write_bytes in /proc/self/io");
  }

  /** Counts what has come, on the process's thread, and how long nothing came. */
  private final class Log extends SilentLog {

    private long received;
    private long last = System.nanoTime();
    private volatile long longest;
    private volatile boolean restart;

    /** The longest time without a transfer is looked for from now on. */
    void startOver() {
      restart = true;
    }

    long longestPause() {
      return longest;
    }

    @Override
    public void received(String from, long amount, long balance) {
      long now = System.nanoTime();
      if (restart) {
        restart = false;
        longest = 0;
      }
      if (now - last > longest) {
        longest = now - last;
      }
      last = now;
      received++;
      if (received == 1) {
        longest = 0;
        takesPart.countDown();
      }
      whenReceived.run();
    }
  }
}
