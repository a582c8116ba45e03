package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * K. M. Chandy and L. Lamport: Distributed Snapshots: Determining Global States of Distributed
 * Systems. ACM Transactions on Computer Systems 3 (1), 1985.
 */
class ChandyLamport1985Test {

  private static final Topology THREE = ScriptedMachine.complete("pqr", ChannelOrder.FIFO);
  private static final Topology TWO = ScriptedMachine.complete("pq", ChannelOrder.FIFO);

  // -------------------------------------------------- marker-sending rule

  @Test
  void markerSendingRuleRecordsTheStateAndThenSendsOneMarkerOnEachOutgoingChannel() {
    ScriptedMachine p = new ScriptedMachine(THREE, "p");

    assertThat(p.initiate())
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to q after 0", "p.1.1: marker to r after 0");
  }

  @Test
  void markerSendingRuleSendsTheMarkerAfterAllMessagesFromBeforeTheCut() {
    ScriptedMachine p = new ScriptedMachine(THREE, "p");
    p.send("r");
    p.send("r");

    assertThat(p.initiate())
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to q after 0", "p.1.1: marker to r after 2");
  }

  @Test
  void markerSendingRuleSendsTheMarkerBeforeAnyMessageFromAfterTheCut() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    p.initiate();
    p.send("q");

    assertThat(p.initiate()).contains("p.1.2: marker to q after 1");
  }

  @Test
  void markerSendingRuleUsesOutgoingChannelsOnly() {
    SortedMap<Channel, ChannelOrder> ring = new TreeMap<>();
    ring.put(new Channel("p", "q"), ChannelOrder.FIFO);
    ring.put(new Channel("q", "r"), ChannelOrder.FIFO);
    ring.put(new Channel("r", "p"), ChannelOrder.FIFO);
    ScriptedMachine q = new ScriptedMachine(Topology.of(List.of("p", "q", "r"), ring), "q");

    assertThat(q.marker("p", "p.1.1", 0))
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to r after 0", "p.1.1: p→q closed", "p.1.1: complete");
  }

  // ------------------------------------------------ marker-receiving rule

  @Test
  void markerReceivingRuleOfAProcessThatHasNotRecordedRecordsTheChannelAsEmpty() {
    ScriptedMachine q = new ScriptedMachine(THREE, "q");
    q.message("p", "m");

    assertThat(q.marker("p", "p.1.1", 1))
        .containsExactly(
            "p.1.1: state",
            "p.1.1: marker to p after 0",
            "p.1.1: marker to r after 0",
            "p.1.1: p→q closed");
  }

  @Test
  void markerReceivingRuleOfAProcessThatHasRecordedRecordsWhatCameSinceAlongTheChannel() {
    ScriptedMachine q = new ScriptedMachine(THREE, "q");
    q.message("p", "m1");
    q.initiate();

    assertThat(q.message("p", "m2")).containsExactly("q.1.1: p→q holds m2", "deliver m2");
    assertThat(q.message("p", "m3")).containsExactly("q.1.1: p→q holds m3", "deliver m3");
    assertThat(q.marker("p", "q.1.1", 3)).containsExactly("q.1.1: p→q closed");
  }

  @Test
  void markerReceivingRuleLeavesTheMessagesAfterTheMarkerOut() {
    ScriptedMachine q = new ScriptedMachine(THREE, "q");
    q.initiate();
    q.marker("p", "q.1.1", 0);

    assertThat(q.message("p", "m")).containsExactly("deliver m");
    assertThat(q.message("r", "n")).containsExactly("q.1.1: r→q holds n", "deliver n");
  }

  @Test
  void recordingTerminatesWithAMarkerOnEachIncomingChannel() {
    ScriptedMachine q = new ScriptedMachine(THREE, "q");
    q.initiate();

    assertThat(q.marker("p", "q.1.1", 0)).containsExactly("q.1.1: p→q closed");
    assertThat(q.marker("r", "q.1.1", 0)).containsExactly("q.1.1: r→q closed", "q.1.1: complete");
  }

  // ----------------------------------------------------- the paper's examples

  /** The single-token conservation system (section 2.1, figures 2 to 4). */
  @Test
  void singleTokenIsInExactlyOnePlaceInEverySchedule() {
    Scenario scenario = new Scenario(TWO, Limits.DEFAULT, List.of(1, 0), 4, 1, 0, 0, true);
    Set<String> places = new TreeSet<>();

    int schedules =
        EverySchedule.run(choices ->
            new Network(
                    "single token",
                    scenario,
                    choices,
                    Network.Rebuild.NEVER,
                    EnumSet.noneOf(PlantedBug.class))
                .run()
                .decided()
                .values()
                .forEach(snapshot -> {
                  assertThat(snapshot.isComplete()).isTrue();
                  snapshot.states().entrySet().stream()
                      .filter(state -> state.getValue() == 1)
                      .forEach(state -> places.add(state.getKey()));
                  snapshot.channels().keySet().forEach(c -> places.add(c.toString()));
                }));

    assertThat(places).containsExactly("p", "p→q", "q", "q→p");
    assertThat(schedules).isGreaterThan(1_000);
  }

  /**
   * What the paper warns of (section 3.1): p is recorded with the token and the channel with it,
   * too. Here the channel is recorded from the cut on, and so the token is counted at p alone.
   */
  @Test
  void tokenSentAfterTheCutIsNotInTheChannel() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    ScriptedMachine q = new ScriptedMachine(TWO, "q");

    assertThat(p.initiate()).containsExactly("p.1.1: state", "p.1.1: marker to q after 0");
    p.send("q");
    assertThat(q.marker("p", "p.1.1", 0))
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to p after 0", "p.1.1: p→q closed", "p.1.1: complete");
    assertThat(q.message("p", "token")).containsExactly("deliver token");
    assertThat(p.marker("q", "p.1.1", 0)).containsExactly("p.1.1: q→p closed", "p.1.1: complete");
  }

  /**
   * The recorded global state need not have occurred (example 2.2, section 4): p is recorded before
   * it sends M, q after it has sent M', and M' alone is in flight. At no moment was it so.
   */
  @Test
  void recordedGlobalStateNeedNotHaveOccurred() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    ScriptedMachine q = new ScriptedMachine(TWO, "q");

    assertThat(p.initiate()).contains("p.1.1: state");
    p.send("q");
    q.send("p");
    assertThat(p.message("q", "M'")).containsExactly("p.1.1: q→p holds M'", "deliver M'");
    assertThat(q.marker("p", "p.1.1", 0))
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to p after 1", "p.1.1: p→q closed", "p.1.1: complete");
    assertThat(q.message("p", "M")).containsExactly("deliver M");
    assertThat(p.marker("q", "p.1.1", 1)).containsExactly("p.1.1: q→p closed", "p.1.1: complete");
  }
}
