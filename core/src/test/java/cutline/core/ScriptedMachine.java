package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * A machine that is told of its events in names and texts. Each event returns the effects that it
 * had, one line each.
 */
final class ScriptedMachine implements Effects<String> {

  private final Topology topology;
  private final int self;
  private final Limits limits;
  private SnapshotMachine<String> machine;
  private List<String> lines = new ArrayList<>();

  ScriptedMachine(Topology topology, String self) {
    this(topology, self, Limits.DEFAULT);
  }

  ScriptedMachine(Topology topology, String self, Limits limits) {
    this.topology = topology;
    this.self = topology.index(self);
    this.limits = limits;
    this.machine = new SnapshotMachine<>(topology, this.self, limits, this);
  }

  /** A complete topology of processes that are named by one letter each. */
  static Topology complete(String letters, ChannelOrder order) {
    return Topology.complete(List.of(letters.split("")), order);
  }

  // ---------------------------------------------------------------- events

  /** This process initiates; the effects, or why it is busy. */
  List<String> initiate() {
    return initiate(1);
  }

  List<String> initiate(long incarnation) {
    Initiation initiation = machine.initiate(incarnation);
    if (initiation instanceof Initiation.Busy busy) {
      assertThat(take()).as("no marker leaves a busy initiator").isEmpty();
      return List.of("busy: " + busy.reason());
    }
    return take();
  }

  /** The application sends a message; the ids that it carries. */
  List<String> send(String to) {
    List<SnapshotId> carried = machine.messageSent(topology.index(to));
    assertThat(take()).as("sending has no effects").isEmpty();
    return carried.stream().map(SnapshotId::toString).toList();
  }

  /** A message arrives. */
  List<String> message(String from, String message, String... carried) {
    List<SnapshotId> ids = Arrays.stream(carried).map(SnapshotId::parse).toList();
    machine.messageArrived(topology.index(from), ids, message);
    return take();
  }

  /** A marker arrives. */
  List<String> marker(String from, String id, long messagesBefore) {
    machine.markerArrived(topology.index(from), new Marker(SnapshotId.parse(id), messagesBefore));
    return take();
  }

  /** The initiator's decision arrives. */
  List<String> decided(String id) {
    machine.decided(SnapshotId.parse(id));
    return take();
  }

  /** The process crashes and comes back with all that was saved. */
  void restart() {
    machine =
        SavedPart.rebuild(machine, topology, self, limits, this, EnumSet.allOf(SavedPart.class));
  }

  List<String> undecided() {
    return machine.undecided().stream().map(SnapshotId::toString).toList();
  }

  SnapshotMachine<String> machine() {
    return machine;
  }

  private List<String> take() {
    List<String> taken = lines;
    lines = new ArrayList<>();
    return taken;
  }

  // --------------------------------------------------------------- effects

  @Override
  public void recordState(SnapshotId id) {
    lines.add(id + ": state");
  }

  @Override
  public void sendMarker(int to, Marker marker) {
    lines.add(
        marker.id() + ": marker to " + topology.name(to) + " after " + marker.messagesBefore());
  }

  @Override
  public void recordMessage(SnapshotId id, int from, String message) {
    lines.add(id + ": " + channelFrom(from) + " holds " + message);
  }

  @Override
  public void deliver(int from, String message) {
    lines.add("deliver " + message);
  }

  @Override
  public void closeChannel(SnapshotId id, int from) {
    lines.add(id + ": " + channelFrom(from) + " closed");
  }

  @Override
  public void complete(SnapshotId id) {
    lines.add(id + ": complete");
  }

  @Override
  public void fail(SnapshotId id, String reason) {
    lines.add(id + ": failed: " + reason);
  }

  private Channel channelFrom(int from) {
    return new Channel(topology.name(from), topology.name(self));
  }
}
