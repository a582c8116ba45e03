package cutline.benchmarks;

import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.ProcessLog;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.rocksdb.RocksDbStore;
import cutline.runtime.HaltCause;
import cutline.runtime.Ticker;
import cutline.tcp.TcpNetwork;
import cutline.tcp.TcpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * A branch whose parts are put together as those of {@code cutline branch}, with files and TCP, and
 * with instruments in between. Of a bank of two branches, A and B.
 */
final class MeasuredBranch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MeasuredStore store;
  private final Steps steps;
  private final TcpNetwork network = new TcpNetwork();
  private final TcpServer server;
  private final CountDownLatch takesPart = new CountDownLatch(1);
  private final Log log = new Log();
  final BankProcess process;

  /** Per snapshot, the longest time without a transfer, in microseconds. */
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

  /** A branch that does what standard input says, see {@link MeasuredProcess}. */
  public static void main(String[] args) throws Exception {
    BankDefinition bank =
        bank(
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Duration.ofNanos(Long.parseLong(args[5])));
    try (MeasuredBranch branch = new MeasuredBranch(args[0], Path.of(args[1]), bank);
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        branch.obey(line);
        System.out.println(".");
      }
    }
  }

  private void obey(String command) throws Exception {
    int space = command.indexOf(' ');
    String verb = space < 0 ? command : command.substring(0, space);
    String count = command.substring(space + 1);
    switch (verb) {
      case "part" -> takesPart.await();
      case "reset" -> steps.submit(this::reset).get();
      case "snapshots" -> snapshots(Integer.parseInt(count));
      case "copied" -> {
        awaitCopied();
        pauses.recordValue(log.longestPause() / 1_000);
      }
      case "steps" -> awaitSteps(Integer.parseInt(count));
      case "die" -> {
        store.haltAt(Integer.parseInt(count));
        process.snapshot(PATIENCE).get();
        Thread.sleep(PATIENCE);
      }
      case "report" -> steps.submit(this::report).get();
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
      pauses.recordValue(log.longestPause() / 1_000);
      // The other branch may still be copying.
      Thread.sleep(Duration.ofNanos(took));
      log.startOver();
      Thread.sleep(Duration.ofNanos(took));
      lulls.recordValue(log.longestPause() / 1_000);
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

  private Void report() throws IOException {
    say("usual", text(steps.usual));
    say("copying", text(steps.copying));
    say("pauses", text(pauses));
    say("lulls", text(lulls));
    say("inFlight", "" + withMoneyInFlight);
    say("received", "" + log.received);
    say("bytes", "" + store.bytes);
    say("commits", "" + store.commits);
    say("written", "" + writtenToDisk());
    say("cpu", "" + cpuNanos());
    return null;
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

  private static void say(String name, String value) {
    System.out.println(name + " " + value);
  }

  private static String text(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.flip().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Counts what has come, on the process's thread, and how long nothing came. */
  private final class Log implements ProcessLog {

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

    @Override
    public void sent(String to, long amount, long balance) {}

    @Override
    public void warning(String sentence) {
      System.err.println(sentence);
    }

    @Override
    public void unreachable(String member, String sentence) {}

    @Override
    public void halted(HaltCause cause, String reason) {
      System.err.println(reason);
    }
  }
}
