package cutline.simulation.scenario;

import static java.util.Objects.requireNonNull;

import cutline.core.Effects;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.LocalSnapshot;
import cutline.core.Marker;
import cutline.core.SnapshotId;
import cutline.core.SnapshotMachine;
import cutline.core.Topology;
import cutline.trace.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A process that has tokens, and the snapshot machine of production. */
class TickProcess implements Effects<Tokens> {

  /** A script has no more snapshots than this. */
  private static final Limits LIMITS = new Limits(1_024, Integer.MAX_VALUE, 1_024);

  /** What is recorded of an undecided snapshot. */
  static final class Part {
    @Nullable Long state;
    final SortedMap<String, List<Tokens>> channels = new TreeMap<>();
  }

  final TickWorld world;
  final SnapshotMachine<Tokens> machine;
  final Map<SnapshotId, Part> parts = new HashMap<>();
  private final Topology topology;
  private final int self;
  private final String name;
  private final List<String> recorded = new ArrayList<>();
  private Action.@Nullable MarkerReceive arriving;
  private long tokens;

  TickProcess(TickWorld world, Topology topology, int self, long tokens) {
    this.world = world;
    this.topology = topology;
    this.self = self;
    this.name = topology.name(self);
    this.tokens = tokens;
    this.machine = new SnapshotMachine<>(topology, self, LIMITS, this);
  }

  long tokens() {
    return tokens;
  }

  // ---------------------------------------------------------------- events

  void send(int to, long amount) {
    machine.messageSent(to);
    tokens -= amount;
    Tokens message = new Tokens(world.nextMessage(), amount);
    observe(new Action.Send(topology.name(to), message.id(), amount, tokens));
    world.transmit(self, to, new TickChannel.Money(message));
  }

  void initiate() {
    if (machine.initiate(1) instanceof Initiation.Busy busy) {
      throw new IllegalStateException(busy.reason());
    }
  }

  void receive(int from, Tokens message) {
    machine.messageArrived(from, List.of(), message);
  }

  /** A cut that a marker causes passes before its receipt, which is therefore told afterwards. */
  void receive(int from, TickChannel.MarkerMessage message) {
    Marker marker = message.marker();
    arriving =
        new Action.MarkerReceive(topology.name(from), message.id(), world.number(marker.id()));
    markerArrived(from, marker);
    tellArrival();
  }

  void markerArrived(int from, Marker marker) {
    machine.markerArrived(from, marker);
  }

  void decided(SnapshotId id) {
    parts.remove(id);
    machine.decided(id);
  }

  // --------------------------------------------------------------- effects

  @Override
  public void recordState(SnapshotId id) {
    openPart(id);
    takeState(id);
  }

  final void openPart(SnapshotId id) {
    Part part = new Part();
    for (int from : topology.incoming(self)) {
      part.channels.put(topology.name(from), new ArrayList<>());
    }
    parts.put(id, part);
  }

  /** Records the tokens that there are now. */
  final void takeState(SnapshotId id) {
    part(id).state = tokens;
    world.observe(name, new Action.RecordState(world.number(id), tokens));
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    tellArrival();
    String message = world.nextMessage();
    observe(new Action.MarkerSend(topology.name(to), message, world.number(marker.id())));
    world.transmit(self, to, new TickChannel.MarkerMessage(message, marker));
  }

  @Override
  public void recordMessage(SnapshotId id, int from, Tokens message) {
    requireNonNull(part(id).channels.get(topology.name(from))).add(message);
    recorded.add(world.number(id));
  }

  @Override
  public void deliver(int from, Tokens message) {
    tokens += message.amount();
    observe(
        new Action.Receive(topology.name(from), message.id(), message.amount(), tokens, recorded));
    recorded.clear();
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    observe(new Action.ChannelClosed(topology.name(from), world.number(id)));
  }

  @Override
  public void complete(SnapshotId id) {
    observe(new Action.Complete(world.number(id)));
    Part part = part(id);
    world.report(new LocalSnapshot<>(id, name, requireNonNull(part.state), part.channels));
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    world.failed(id, reason);
  }

  /** A snapshot comes to nothing. */
  void giveUp(SnapshotId id, String reason) {
    if (parts.containsKey(id)) {
      observe(new Action.Abort(world.number(id), reason));
    }
  }

  final Part part(SnapshotId id) {
    return requireNonNull(parts.get(id));
  }

  private void observe(Action action) {
    tellArrival();
    world.observe(name, action);
  }

  private void tellArrival() {
    Action marker = arriving;
    arriving = null;
    if (marker != null) {
      world.observe(name, marker);
    }
  }
}
