package cutline.cli.bench;

import cutline.cli.command.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of a bank, and checkpoints of the same bank as a job of Apache Flink, in turn: with as
 * many parallel tasks as branches, and as many accounts.
 */
final class FlinkComparison {

  private static final int BRANCHES = 4;
  private static final int ACCOUNTS = 1_000;
  private static final int TURNS = 10;
  private static final int ROUNDS = 5;

  private final Setting setting;
  private final Path jar;

  private FlinkComparison(Setting setting, Path jar) {
    this.setting = setting;
    this.jar = jar;
  }

  static void measure(Setting setting) throws Exception {
    Path jar = setting.peers().flinkJar();
    if (!Files.isRegularFile(jar)) {
      System.err.printf(
          "peers.flink is skipped: there is no %s; in Cutline's directory, ./mvnw -Ppeers -pl"
              + " peers/flink package makes it%n",
          jar);
      return;
    }
    FlinkComparison comparison = new FlinkComparison(setting, jar);
    comparison.inMemory();
    comparison.durable();
  }

  private void inMemory() throws Exception {
    boolean idle = wants("peers.flink.checkpoint", "peers.cutline.snapshot.idle");
    boolean loaded = wants("peers.flink.checkpoint.loaded", "peers.cutline.snapshot.loaded");
    boolean rates = wants("peers.flink.records", "peers.cutline.transfers.memory");
    if (!idle && !loaded && !rates) {
      return;
    }
    try (Snapshotted bank = bank(null);
        Snapshotted flink = flink(false)) {
      warmUp(bank);
      warmUp(flink);
      if (idle) {
        times("peers.cutline.snapshot.idle.4", bank, "peers.flink.checkpoint", flink, false);
      }
      if (loaded) {
        times(
            "peers.cutline.snapshot.loaded.4", bank, "peers.flink.checkpoint.loaded", flink, true);
      }
      if (rates) {
        rates(bank, flink);
      }
    }
  }

  private void durable() throws Exception {
    if (!wants("peers.flink.checkpoint.durable", "peers.cutline.snapshot.durable")) {
      return;
    }
    try (Snapshotted bank = bank(setting.directory());
        Snapshotted flink = flink(true)) {
      warmUp(bank);
      warmUp(flink);
      times(
          "peers.cutline.snapshot.durable.4", bank, "peers.flink.checkpoint.durable", flink, false);
    }
  }

  private boolean wants(String flink, String bank) {
    return setting.wants(flink) || setting.wants(bank);
  }

  private static Snapshotted bank(@Nullable Path directory) throws Exception {
    Snapshotted bank =
        MeasuredBank.start(
            Protocol.TCP, BRANCHES, directory, ACCOUNTS / BRANCHES, MeasuredBank.FULL_LOAD);
    bank.load(false);
    return bank;
  }

  private Snapshotted flink(boolean isDurable) throws Exception {
    return new FlinkProcess(jar, BRANCHES, ACCOUNTS, isDurable, setting.directory());
  }

  /** Ends with accounts that have been used, which Flink does not have before. */
  private void warmUp(Snapshotted system) throws Exception {
    system.load(true);
    Thread.sleep(setting.each().dividedBy(2));
    system.load(false);
    SnapshotTimes.warmUp(system, setting.each());
  }

  /** How long snapshots take, and how many times as long those of Flink, by the medians. */
  private void times(
      String nameOfBank, Snapshotted bank, String nameOfFlink, Snapshotted flink, boolean loaded)
      throws Exception {
    Histogram ofBank = new Histogram(3);
    Histogram ofFlink = new Histogram(3);
    for (int turn = 0; turn < TURNS; turn++) {
      turn(bank, loaded, ofBank);
      turn(flink, loaded, ofFlink);
    }
    setting.figures().printPercentiles(nameOfBank, ofBank);
    setting.figures().printPercentiles(nameOfFlink, ofFlink);
    double ratio = (double) ofFlink.getValueAtPercentile(50) / ofBank.getValueAtPercentile(50);
    setting.figures().print(nameOfFlink + ".ratio", ratio, "ratio", TURNS);
  }

  private void turn(Snapshotted system, boolean loaded, Histogram nanos) throws Exception {
    if (loaded) {
      system.load(true);
    }
    SnapshotTimes.snapshots(system, setting.each().dividedBy(TURNS), nanos);
    if (loaded) {
      system.load(false);
    }
  }

  /** How much moves without snapshots, and what a snapshot every 100 ms leaves of it. */
  private void rates(Snapshotted bank, Snapshotted flink) throws Exception {
    Rates ofBank = new Rates();
    Rates ofFlink = new Rates();
    Duration round = setting.each().dividedBy(ROUNDS);
    for (int i = 0; i < ROUNDS; i++) {
      ofBank.add(Rate.underLoad(bank, round));
      ofFlink.add(Rate.underLoad(flink, round));
    }
    ofBank.print(setting.figures(), "peers.cutline.transfers.memory.4");
    ofFlink.print(setting.figures(), "peers.flink.records");
    flink.load(true);
    SnapshotRatio.measure(setting, "peers.flink.records.checkpoint-ratio", flink);
  }
}
