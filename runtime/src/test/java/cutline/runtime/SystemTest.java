package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.Initiation;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.saved.SavedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several processes together, in histories that are told and not drawn. */
class SystemTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @Test
  void oneProcessAloneIsCompleteAtOnce() {
    World world = World.of(1, "A");
    world.request("A", "request");
    world.runUntil(0);
    List<GlobalSnapshot<State, Coins>> snapshots = world.audit();
    assertThat(snapshots.getFirst().channels()).isEmpty();
    assertThat(world.host("A").node().nextStep()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void twoProcesses() {
    World world = World.of(1, "A", "B").settle();
    world.host("A").pay("B", 5, 0);
    world.request("B", "request");
    assertThat(world.settle().audit()).hasSize(1);
  }

  @Test
  void whatIsSentArrivesOnceThePeerIsThere() {
    World world = World.of(1, "A", "B").settle();
    world.crash("B");
    world.host("A").pay("B", 5, 0);
    world.runFor(Duration.ofMinutes(1));
    assertThat(world.host("A").state().sentTo("B")).isEqualTo(1);
    world.settle().audit();
    assertThat(world.host("B").state().receivedFrom("A")).isEqualTo(1);
  }

  @Test
  void allInitiateAtOnce() {
    for (long seed = 1; seed <= 20; seed++) {
      World world = World.of(seed, "A", "B", "C").settle();
      for (int round = 0; round < 3; round++) {
        for (String name : world.topology.names()) {
          world.request(name, name + round);
          world.host(name).pay(name.equals("A") ? "B" : "A", 5, 0);
        }
      }
      assertThat(world.settle().audit()).hasSize(9);
    }
  }

  /** In a ring a marker passes processes that are not the initiator's neighbours. */
  @Test
  void aRingIsEnough() {
    TreeMap<Channel, ChannelOrder> ring = new TreeMap<>();
    List<String> names = List.of("A", "B", "C", "D");
    for (int i = 0; i < 4; i++) {
      ring.put(new Channel(names.get(i), names.get((i + 1) % 4)), ChannelOrder.FIFO);
    }
    Topology topology = Topology.of(names, ring);
    for (long seed = 1; seed <= 20; seed++) {
      World world =
          new World(seed, topology, new PurseCodec(0), Purse.Habit.KEEP, config -> config);
      world.run(300, new World.Mix(300, 10, 10, 5, 0)).settle().repeatRequests().audit();
    }
  }

  @Test
  void aMessageOnNoChannelEndsTheConnection() {
    TreeMap<Channel, ChannelOrder> ring = new TreeMap<>();
    ring.put(new Channel("A", "B"), ChannelOrder.FIFO);
    ring.put(new Channel("B", "C"), ChannelOrder.FIFO);
    ring.put(new Channel("C", "A"), ChannelOrder.FIFO);
    NodeConfig config = NodeConfig.of("bank", "A", Topology.of(List.of("A", "B", "C"), ring), 1);
    NodeUnderTest a = new NodeUnderTest(config, new FragileStore()).step();
    PlayedPeer b = PlayedPeer.connected(a, "B").says(PlayedPeer.coins(1, 1, 5));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.told.warnings.getFirst()).endsWith("entry 1: there is no channel from B");
    assertThat(a.purse.capture().balance()).isEqualTo(NodeUnderTest.SHARE);
  }

  // ------------------------------------------------------------- a dead peer

  /** Asks each of these for a snapshot ten times a second. */
  private static int ask(World world, int from, int seconds, List<String> initiators) {
    int request = from;
    for (int i = 0; i < 10 * seconds; i++) {
      for (String initiator : initiators) {
        world.host(initiator).initiate("request " + request++, TIMEOUT);
      }
      world.host("A").pay("B", 1, 0);
      world.host("B").pay("A", 1, 0);
      world.runFor(Duration.ofMillis(100));
    }
    return request;
  }

  private static long held(World world, String name, String peer) {
    try {
      SavedPeer saved =
          Untrusted.parse(SavedPeer.parser(), world.host(name).store.get("peer " + peer));
      return saved.getSent() - saved.getAcknowledged();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Told.Decision> decisions(World world) {
    List<Told.Decision> all = new ArrayList<>();
    world.topology.names().forEach(name -> all.addAll(world.host(name).told.decisions));
    return all;
  }

  @Test
  void aDeadPeerCostsSnapshotsAndNoMore() {
    World world = World.of(1, "A", "B", "C", "D").settle();
    world.crash("D");
    int requests = ask(world, 0, 120, List.of("A", "B", "C"));
    assertThat(decisions(world))
        .hasSizeGreaterThan(500)
        .allSatisfy(decision -> {
          assertThat(decision.decided().snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
          assertThat(decision.decided().snapshot().reason()).contains("D");
          assertThat(decision.decided().took()).isEqualTo(TIMEOUT);
        });
    for (String name : List.of("A", "B", "C")) {
      assertThat(held(world, name, "D")).as("%s holds for D", name).isBetween(1_000L, 4_000L);
      assertThat(world.host(name).initiations.get("request " + (requests - 1)))
          .as("the last answer of %s", name)
          .satisfiesAnyOf(
              last -> assertThat(last).isNull(),
              last ->
                  assertThat(last)
                      .isInstanceOfSatisfying(
                          Initiation.Busy.class,
                          busy -> assertThat(busy.reason()).startsWith("channel " + name + "→D")));
    }
    world.settle();
    int before = decisions(world).size();
    ask(world, requests, 1, List.of("A", "B", "C", "D"));
    List<Told.Decision> later = decisions(world).stream().toList();
    assertThat(later).hasSizeGreaterThan(before + 30);
    for (String name : world.topology.names()) {
      world.request(name, "last of " + name);
    }
    world.settle().audit();
  }

  @Test
  void twoMembersThatCannotReachEachOtherCostSnapshotsAndNoMore() {
    World world = World.of(1, "A", "B", "C", "D").settle();
    world.separate("B", "D");
    int requests = ask(world, 0, 150, List.of("A"));
    assertThat(held(world, "B", "D")).isBetween(1_000L, 3_000L);
    assertThat(held(world, "D", "B")).isLessThan(3_000L);
    assertThat(decisions(world))
        .allSatisfy(decision -> assertThat(decision.decided().snapshot().isComplete()).isFalse());
    assertThat(world.host("A").told.decisions.getLast().decided().snapshot().reason())
        .matches("channel (B→D|D→B) holds 1001 control entries that [BD] has not acknowledged");
    world.join("B", "D");
    world.settle();
    ask(world, requests, 1, List.of("A", "B", "D"));
    for (String name : world.topology.names()) {
      world.request(name, "last of " + name);
    }
    world.settle().audit();
  }
}
