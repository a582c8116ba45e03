package cutline.cli.bench;

import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.bench.HostProcess.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a bank needs of the heap: the difference between JVMs that have more and less of something,
 * when all that is garbage has been collected. The branches keep their state in memory, so what a
 * store holds of them is counted, too.
 */
final class MemoryUse {

  /** Each configuration is measured in so many JVMs, one after the other. */
  private static final int ROUNDS = 3;

  private static final int FEW = 2;
  private static final int MANY = 34;
  private static final int ACCOUNTS = 1_000_000;
  private static final Duration POLL = Duration.ofMillis(100);

  /** Money stays on its way, until a channel takes no more. */
  private static final Traffic HELD =
      Traffic.irregular(
          Duration.ZERO, new DurationRange(Duration.ofHours(1), Duration.ofHours(1)), 1, 1);

  private final Setting setting;

  private MemoryUse(Setting setting) {
    this.setting = setting;
  }

  static void measure(Setting setting) throws Exception {
    new MemoryUse(setting).measure();
  }

  private void measure() throws Exception {
    if (setting.wants("memory.process") || setting.wants("memory.channel")) {
      processesAndChannels();
    }
    if (setting.wants("memory.message")) {
      print(
          "memory.message",
          () -> {
            Use held = use(FEW, FEW, 1, HELD, MemoryUse::fill);
            Use none = use(FEW, FEW, 1, MeasuredBank.IDLE, _ -> {});
            return (held.bytes - none.bytes) / held.inFlight;
          });
    }
    if (setting.wants("memory.account")) {
      print(
          "memory.account",
          () -> {
            Use many = use(FEW, FEW, ACCOUNTS, MeasuredBank.FULL_LOAD, this::work);
            Use one = use(FEW, FEW, 1, MeasuredBank.FULL_LOAD, this::work);
            return (many.bytes - one.bytes) / FEW / (ACCOUNTS - 1);
          });
    }
    if (setting.wants("memory.heap")) {
      heapInMemory();
    }
    if (setting.wants("memory.durable.heap")) {
      heapWithFiles();
    }
  }

  /**
   * Many banks of one branch beside few of them, which have no channels; and beside one bank of as
   * many branches, with two channels for each pair. Both ends of a channel are in the same JVM.
   */
  private void processesAndChannels() throws Exception {
    double[] processes = new double[ROUNDS];
    double[] channels = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double few = use(FEW, 1, 1, MeasuredBank.IDLE, _ -> {}).bytes;
      double many = use(MANY, 1, 1, MeasuredBank.IDLE, _ -> {}).bytes;
      double connected = use(MANY, MANY, 1, MeasuredBank.IDLE, MeasuredBank::snapshot).bytes;
      processes[round] = (many - few) / (MANY - FEW);
      channels[round] = (connected - many) / (MANY * (MANY - 1));
    }
    setting.figures().printMedian("memory.process", processes, "B", ROUNDS);
    setting.figures().printMedian("memory.channel", channels, "B", ROUNDS);
  }

  /** Waits until no more money leaves. */
  private static void fill(MeasuredBank bank) throws InterruptedException {
    long before = 0;
    for (long now = bank.inFlight(); now == 0 || now > before; now = bank.inFlight()) {
      before = now;
      Thread.sleep(POLL);
    }
  }

  /** Transfers for a while, and takes a snapshot when all has arrived. */
  private void work(MeasuredBank bank) throws InterruptedException {
    Thread.sleep(setting.each().dividedBy(2));
    bank.pause();
    while (bank.inFlight() > 0) {
      Thread.sleep(POLL);
    }
    bank.snapshot();
  }

  private interface Difference {
    double measure() throws Exception;
  }

  private void print(String name, Difference difference) throws Exception {
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = difference.measure();
    }
    setting.figures().printMedian(name, rounds, "B", ROUNDS);
  }

  /** Of the heap of a JVM, and how many messages were in flight in it. */
  private record Use(double bytes, long inFlight) {}

  private interface Preparation {
    void make(MeasuredBank bank) throws InterruptedException;
  }

  /** A JVM with so many branches, in banks of so many each; those who asked them are gone. */
  private Use use(int branches, int each, int accounts, Traffic traffic, Preparation preparation)
      throws Exception {
    List<String> names = IntStream.range(0, branches).mapToObj(i -> "B" + i).toList();
    try (HostProcess host = HostProcess.branches(setting.protocol(), names)) {
      List<Member> members = MeasuredBank.members(host);
      long inFlight = 0;
      for (int from = 0; from < branches; from += each) {
        List<Member> some = new ArrayList<>(members.subList(from, from + each));
        try (MeasuredBank bank = MeasuredBank.deal(setting.protocol(), some, accounts, traffic)) {
          while (!bank.isConnected()) {
            Thread.sleep(POLL);
          }
          preparation.make(bank);
          bank.pause();
          inFlight += bank.inFlight();
        }
      }
      return new Use(host.ask("memory").number("used"), inFlight);
    }
  }

  // ---------------------------------------------------- a branch as it is started

  private void heapInMemory() throws Exception {
    List<String> names = List.of("B0", "B1");
    try (HostProcess a = HostProcess.branches(setting.protocol(), names.subList(0, 1));
        HostProcess b = HostProcess.branches(setting.protocol(), names.subList(1, 2))) {
      List<Member> members = new ArrayList<>(MeasuredBank.members(a));
      members.addAll(MeasuredBank.members(b));
      try (MeasuredBank bank =
          MeasuredBank.deal(setting.protocol(), members, 1, MeasuredBank.FULL_LOAD)) {
        long end = System.nanoTime() + setting.each().toNanos() * 3 / 2;
        while (System.nanoTime() < end) {
          bank.snapshot();
          Thread.sleep(POLL);
        }
        print("memory.heap", a.ask("memory"));
      }
    }
  }

  private void heapWithFiles() throws Exception {
    MeasuredPair pair = MeasuredPair.of(setting.protocol(), 1, Duration.ZERO);
    try (HostProcess a = pair.start("A", Scratch.fresh(setting.directory()));
        HostProcess b = pair.start("B", Scratch.fresh(setting.directory()))) {
      a.ask("part");
      b.ask("part");
      a.ask("snapshots-for " + setting.each().toNanos() * 3 / 2);
      print("memory.durable.heap", a.ask("memory"));
    }
  }

  private void print(String prefix, Report report) {
    print(prefix + ".used", report.number("used"));
    print(prefix + ".max", report.number("most"));
    print(prefix + ".committed", report.number("committed"));
    print(prefix + ".resident", report.number("resident"));
  }

  private void print(String name, long bytes) {
    setting.figures().print(name, (double) bytes, "B", 1);
  }
}
