package cutline.cli.bench;

import cutline.bank.BankDefinition;
import cutline.cli.command.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Transfers that two branches with files send each other at a steady rate, whatever becomes of
 * them, over one transport after the other. Both branches are in this JVM, so that one clock tells
 * when a transfer was sent and when it was durable where it arrived.
 */
final class SteadyTransfers {

  private static final String NAME = "transfer.steady";

  private static final Duration QUIET = Duration.ofHours(1);

  private final Setting setting;

  private SteadyTransfers(Setting setting) {
    this.setting = setting;
  }

  static void measure(Setting setting) throws Exception {
    SteadyTransfers transfers = new SteadyTransfers(setting);
    List<LatencyPlot.Panel> panels = new ArrayList<>();
    for (Protocol protocol : setting.protocols()) {
      panels.add(new LatencyPlot.Panel(protocol.name(), transfers.measure(protocol)));
    }
    Path plot = setting.steady().plot();
    if (plot != null) {
      Files.writeString(
          plot,
          LatencyPlot.svg(
              "How long each of %,d transfers a second and branch took"
                  .formatted(setting.steady().rate()),
              panels));
    }
  }

  private List<Passage.Sample> measure(Protocol protocol) throws Exception {
    BankDefinition bank = MeasuredPair.of(protocol, 1, QUIET).bank();
    long interval = TimeUnit.SECONDS.toNanos(1) / setting.steady().rate();
    Passage there = new Passage(setting.steady().plot() != null);
    Passage back = new Passage(setting.steady().plot() != null);
    try (MeasuredBranch a = new MeasuredBranch("A", Scratch.fresh(setting.directory()), bank);
        MeasuredBranch b = new MeasuredBranch("B", Scratch.fresh(setting.directory()), bank)) {
      b.whenReceived(there::arrived);
      a.whenReceived(back::arrived);
      long start = System.nanoTime();
      long from = start + setting.each().toNanos() / 2;
      long end = from + setting.each().toNanos();
      there.measure(from, end);
      back.measure(from, end);
      @Nullable Costs before = null;
      for (long due = start; due < end; due += interval) {
        if (before == null && due >= from) {
          before = costs();
        }
        await(due);
        there.send(a.process, "B", due);
        back.send(b.process, "A", due);
      }
      await(end);
      Costs after = costs();
      there.awaitAll();
      back.awaitAll();
      print(protocol, there, back, before == null ? after : before, after);
    }
    return there.samples();
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void print(Protocol protocol, Passage there, Passage back, Costs before, Costs after) {
    FigureOutput figures = setting.figures().over(protocol);
    Histogram nanos = there.nanos();
    nanos.add(back.nanos());
    long count = nanos.getTotalCount();
    figures.printPercentiles(NAME, nanos);
    figures.print(NAME + ".cpu", (after.cpuNanos - before.cpuNanos) / 1e3 / count, "us", count);
    if (setting.steady().knowsWire()) {
      figures.print(NAME + ".wire", (double) (after.wire - before.wire) / count, "B", count);
    }
  }

  private Costs costs() throws Exception {
    return new Costs(MeasuredBranch.cpuNanos(), setting.steady().wireBytes());
  }

  /** What has been used up so far: time of processors, and bytes on the network. */
  private record Costs(long cpuNanos, long wire) {}
}
