package cutline.benchmarks;

import cutline.core.ChannelOrder;
import cutline.core.Effects;
import cutline.core.Limits;
import cutline.core.Marker;
import cutline.core.SnapshotId;
import cutline.core.SnapshotMachine;
import cutline.core.Topology;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the snapshot algorithm costs a message. While nothing is recorded, it is meant to be a few
 * nanoseconds and no allocation ({@code -prof gc} shows the latter).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class SnapshotMachineBenchmark {

  /** What the machine is doing when the message comes. */
  public enum Situation {
    /** No snapshot is under way. */
    IDLE(ChannelOrder.FIFO, 0),
    /** Four snapshots record the message as in flight. */
    FOUR_RECORDING(ChannelOrder.FIFO, 4),
    /** No snapshot is under way. */
    NON_FIFO_IDLE(ChannelOrder.NON_FIFO, 0),
    /** Four snapshots record the message as in flight, for it carries no id. */
    NON_FIFO_FOUR_RECORDING(ChannelOrder.NON_FIFO, 4),
    /** Four snapshots have been recorded, and the message carries their ids. */
    NON_FIFO_FOUR_CARRIED(ChannelOrder.NON_FIFO, 4);

    private final ChannelOrder order;
    private final int snapshots;

    Situation(ChannelOrder order, int snapshots) {
      this.order = order;
      this.snapshots = snapshots;
    }
  }

  private static final Topology TOPOLOGY_FIFO =
      Topology.complete(List.of("A", "B", "C", "D"), ChannelOrder.FIFO);
  private static final Topology TOPOLOGY_NON_FIFO =
      Topology.complete(List.of("A", "B", "C", "D"), ChannelOrder.NON_FIFO);

  /** Nothing fails, however long an iteration takes. */
  private static final Limits LIMITS = new Limits(64, Integer.MAX_VALUE, 1_024);

  private static final int PEER = 0;
  private static final int SELF = 1;

  /** A system that has been up for a while: its numbers are too large for the JVM's small boxes. */
  private static final long SNAPSHOTS_BEFORE = 1_000;

  private static final Object MESSAGE = new Object();

  @Param private Situation situation;

  private Counter effects;
  private SnapshotMachine<Object> machine;
  private List<SnapshotId> carried;

  /** Brings the machine into the situation. */
  @Setup(Level.Iteration)
  public void setUp() {
    Topology topology = situation.order == ChannelOrder.FIFO ? TOPOLOGY_FIFO : TOPOLOGY_NON_FIFO;
    effects = new Counter();
    machine = new SnapshotMachine<>(topology, SELF, LIMITS, effects);
    for (int process = 0; process < topology.size(); process++) {
      machine.restoreDecided(process, SNAPSHOTS_BEFORE, List.of(SNAPSHOTS_BEFORE + 9));
    }
    machine.restoreLastNumber(SNAPSHOTS_BEFORE);
    for (int i = 1; i <= situation.snapshots; i++) {
      if (i % 2 == 0) {
        machine.initiate(1);
      } else {
        // No marker from the peer itself, so that its channel stays open.
        SnapshotId id = new SnapshotId(topology.name(PEER), 1, SNAPSHOTS_BEFORE + i);
        machine.markerArrived(2, new Marker(id, 0));
      }
    }
    // As from the wire: equal to the machine's own ids, and not the same objects.
    List<SnapshotId> ids =
        machine.undecided().stream().map(id -> SnapshotId.parse(id.toString())).toList();
    carried = situation == Situation.NON_FIFO_FOUR_CARRIED ? ids : List.of();
  }

  /** A message arrives and is delivered; how many effects there were is returned. */
  @Benchmark
  public long messageArrived() {
    machine.messageArrived(PEER, carried, MESSAGE);
    return effects.count;
  }

  /** A message is sent; what it carries is returned. */
  @Benchmark
  public List<SnapshotId> messageSent() {
    return machine.messageSent(PEER);
  }

  /** A driver that only counts. */
  private static final class Counter implements Effects<Object> {

    private long count;

    @Override
    public void recordState(SnapshotId id) {
      count++;
    }

    @Override
    public void sendMarker(int to, Marker marker) {
      count++;
    }

    @Override
    public void recordMessage(SnapshotId id, int from, Object message) {
      count++;
    }

    @Override
    public void deliver(int from, Object message) {
      count++;
    }

    @Override
    public void closeChannel(SnapshotId id, int from) {
      count++;
    }

    @Override
    public void complete(SnapshotId id) {
      count++;
    }

    @Override
    public void fail(SnapshotId id, String reason) {
      throw new IllegalStateException(reason);
    }
  }
}
