package cutline.cli.bench;

import java.util.List;

/**
 * Something that can be measured by itself.
 *
 * @param name with which the names of its figures begin
 * @param beside with which those begin that it takes in the same run, for comparison; or the same
 * @param what it is, in a few words
 */
record Benchmark(String name, String beside, String what, Measurement measurement) {

  Benchmark(String name, String what, Measurement measurement) {
    this(name, name, what, measurement);
  }

  /** Takes the figures. */
  @FunctionalInterface
  interface Measurement {
    void run(Setting setting) throws Exception;
  }

  /** All that there are, in the order in which they run. */
  static List<Benchmark> all() {
    return List.of(
        new Benchmark(
            "transfers.memory", "transfers a second, state in memory", TransferRates::inMemory),
        new Benchmark(
            "transfers.durable", "transfers a second, every one synced", TransferRates::durable),
        new Benchmark(
            "transfers.snapshot-ratio",
            "transfers.memory.snapshot-ratio",
            "the same with a snapshot every 100 ms, as a ratio",
            SnapshotRatio::measure),
        new Benchmark(
            "snapshot.idle",
            "floor",
            "a snapshot when nothing else happens, and its floor",
            SnapshotTimes::idle),
        new Benchmark("snapshot.durable", "the same with files", SnapshotTimes::durable),
        new Benchmark("snapshot.loaded", "a snapshot at full load", SnapshotTimes::loaded),
        new Benchmark(
            "transfer.durable", "one transfer until it is durable", DurableBranches::transfer),
        new Benchmark(
            "transfer.steady",
            "transfers at a steady rate, over TCP and then over UDP",
            SteadyTransfers::measure),
        new Benchmark("bytes.transfer", "what a transfer costs the disk", DurableBranches::bytes),
        new Benchmark(
            "pause",
            "stop-the-world",
            "how long a branch stands still for a snapshot, and a bank that is halted for one",
            PauseTimes::measure),
        new Benchmark(
            "memory", "heap of a process, channel, message in flight, account", MemoryUse::measure),
        new Benchmark(
            "scale", "how costs grow with processes, accounts, messages in flight", Scale::measure),
        new Benchmark(
            "recovery", "a killed branch until it works again", DurableBranches::recovery),
        new Benchmark("start-up", "the command itself", StartUp::measure),
        new Benchmark(
            "peers.postgresql",
            "peers.cutline",
            "transfers of PostgreSQL, and durable ones, in turn",
            PostgresComparison::measure),
        new Benchmark(
            "peers.flink",
            "peers.cutline",
            "checkpoints of Apache Flink, and snapshots, in turn",
            FlinkComparison::measure));
  }

  /** Whether it needs a bank, and neither another system beside it nor nothing at all. */
  boolean isAboutBanks() {
    return !name.startsWith("peers.") && !name.equals("start-up");
  }

  /** Whether it takes the figure or figures of this name. */
  boolean takes(String figure) {
    return covers(figure, name) || covers(figure, beside);
  }

  /**
   * Whether some figures are meant, all of whose names begin with the second one, by a name of one
   * of them or of many.
   */
  static boolean covers(String figure, String prefix) {
    return figure.equals("all")
        || (prefix + ".").startsWith(figure + ".")
        || figure.startsWith(prefix + ".");
  }
}
