package cutline.cli.bench;

import com.google.protobuf.CodedOutputStream;
import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.Protocol;
import cutline.rocksdb.RocksDbStore;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/**
 * A branch whose parts are put together as those of {@code cutline branch}, with files and sockets,
 * and with instruments in between. Commands:
 *
 * <ul>
 *   <li>{@code part}: has received a transfer;
 *   <li>{@code reset}: forgets what it has measured; {@code ignore}, {@code record}: does not look
 *       at its steps meanwhile; {@code report}: gives what it has measured;
 *   <li>{@code snapshots N}, {@code snapshots-for NANOS}: takes as many, or at least one;
 *   <li>{@code copied}: has no accounts to copy for a snapshot any more; {@code steps N}: has done
 *       so many that were not for a snapshot;
 *   <li>{@code watch}, {@code longest}: from now on, and since then, the longest time without a
 *       transfer;
 *   <li>{@code sum}: reads all accounts; {@code copy}: the same, and writes them to a file, synced;
 *   <li>{@code die N}: takes a snapshot and ends as if killed when so many pages are copied.
 * </ul>
 */
final class MeasuredBranch implements Hosted {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int COPY_BUFFER = 64 * 1024;

  private final MeasuredStore store;
  private final Steps steps;
  private final Network network;
  private final Network.Server server;
  private final CountDownLatch takesPart = new CountDownLatch(1);
  private final Log log = new Log();
  final BankProcess process;

  /** Per snapshot, the longest time without a transfer, in nanoseconds. */
  private final Histogram pauses = new Histogram(3);

  /** The same in times without a snapshot. */
  private final Histogram lulls = new Histogram(3);

  /** From the initiation of a snapshot to its decision, and until its accounts are copied here. */
  private final Histogram decided = new Histogram(3);

  private final Histogram copied = new Histogram(3);

  /** How many messages in flight they have recorded, in all channels. */
  private long recorded;

  private final Path copy;
  private volatile LongConsumer whenReceived = _ -> {};

  MeasuredBranch(String name, Path data, BankDefinition bank) throws Exception {
    copy = data.resolveSibling("copy");
    network = Protocol.of(bank.order()).open();
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
                network.order(),
                store,
                Ticker.system(),
                Clock.systemUTC(),
                steps,
                new SecureRandom()::nextLong,
                log,
                true,
                true,
                false));
    server =
        network.listen(address(bank.members().get(bank.names().indexOf(name))), process.start());
  }

  private static InetSocketAddress address(Member member) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), member.port());
  }

  /**
   * The action is given the amount of each transfer that has come and is durable, on the process's
   * thread.
   */
  void whenReceived(LongConsumer action) {
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

  @Override
  public void obey(String command, BiConsumer<String, String> answer) throws Exception {
    int space = command.indexOf(' ');
    String verb = space < 0 ? command : command.substring(0, space);
    String number = command.substring(space + 1);
    switch (verb) {
      case "part" -> takesPart.await();
      case "reset" -> steps.submit(this::reset).get();
      case "ignore" -> steps.submit(() -> steps.isRecording = false).get();
      case "record" -> steps.submit(() -> steps.isRecording = true).get();
      case "snapshots" -> snapshots(Integer.parseInt(number), 0);
      case "snapshots-for" -> snapshots(1, Long.parseLong(number));
      case "copied" -> {
        awaitCopied();
        pauses.recordValue(log.longestPause());
      }
      case "steps" -> awaitSteps(Integer.parseInt(number));
      case "watch" -> log.startOver();
      case "longest" -> answer.accept("longest", "" + log.longestPause());
      case "sum" -> answer.accept("sum", "" + process.accounts(LongStream::sum).get());
      case "copy" -> answer.accept("sum", "" + process.accounts(this::copy).get());
      case "die" -> {
        store.haltAt(Integer.parseInt(number));
        process.snapshot(PATIENCE).get();
        Thread.sleep(PATIENCE);
      }
      case "report" -> report(answer);
      default -> throw new IllegalArgumentException(command);
    }
  }

  private void reset() {
    steps.usual.reset();
    steps.ofSnapshots.reset();
    pauses.reset();
    lulls.reset();
    decided.reset();
    copied.reset();
    recorded = 0;
    store.recordedBytes = 0;
  }

  /** One after the other, and between two of them as long a time without one. */
  private void snapshots(int least, long nanos) throws Exception {
    long end = System.nanoTime() + nanos;
    for (int i = 0; i < least || System.nanoTime() < end; i++) {
      long took = snapshot();
      // The other branch may still be copying.
      Thread.sleep(Duration.ofNanos(took));
      log.startOver();
      Thread.sleep(Duration.ofNanos(took));
      lulls.recordValue(log.longestPause());
    }
  }

  private long snapshot() throws Exception {
    log.startOver();
    long begun = System.nanoTime();
    BankSnapshot snapshot = process.snapshot(PATIENCE).get();
    if (!snapshot.snapshot().isComplete() || snapshot.isInconsistent()) {
      throw new IllegalStateException("not exact: " + snapshot);
    }
    awaitCopied();
    long took = System.nanoTime() - begun;
    decided.recordValue(snapshot.took().toNanos());
    copied.recordValue(took);
    recorded += snapshot.snapshot().channels().values().stream().mapToLong(List::size).sum();
    pauses.recordValue(log.longestPause());
    return took;
  }

  /** Writes the balances as small as the store does, in one go; gives their sum. */
  private long copy(LongStream balances) {
    try (FileOutputStream file = new FileOutputStream(copy.toFile())) {
      CodedOutputStream out = CodedOutputStream.newInstance(file, COPY_BUFFER);
      long sum = 0;
      for (PrimitiveIterator.OfLong each = balances.iterator(); each.hasNext(); ) {
        long balance = each.nextLong();
        out.writeUInt64NoTag(balance);
        sum += balance;
      }
      out.flush();
      file.getFD().sync();
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    answer.accept("ofSnapshots", Hosted.text(steps.ofSnapshots));
    answer.accept("pauses", Hosted.text(pauses));
    answer.accept("lulls", Hosted.text(lulls));
    answer.accept("decided", Hosted.text(decided));
    answer.accept("copied", Hosted.text(copied));
    answer.accept("recorded", "" + recorded);
    answer.accept("recordedBytes", "" + store.recordedBytes);
    answer.accept("received", "" + log.received);
    answer.accept("bytes", "" + store.bytes);
    answer.accept("commits", "" + store.commits);
    answer.accept("written", "" + writtenToDisk());
    answer.accept("cpu", "" + cpuNanos());
  }

  /** How much time of processors this JVM has used. */
  static long cpuNanos() {
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
    private volatile long last = System.nanoTime();
    private volatile long longest;
    private volatile boolean restart;

    /** The longest time without a transfer is looked for from now on. */
    void startOver() {
      restart = true;
    }

    /** One that has not ended counts, too. */
    long longestPause() {
      long lasting = System.nanoTime() - last;
      return restart ? lasting : Math.max(longest, lasting);
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
      whenReceived.accept(amount);
    }
  }
}
