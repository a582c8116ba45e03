package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * F. Mattern: Efficient Algorithms for Distributed Snapshots and Global Virtual Time Approximation.
 * Journal of Parallel and Distributed Computing 18 (4), 1993: counters tell when the last message
 * from before the cut has arrived.
 */
class Mattern1993Test {

  private static final Topology TWO = ScriptedMachine.complete("pq", ChannelOrder.NON_FIFO);

  @Test
  void markerCountsTheMessagesFromBeforeTheCut() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    p.send("q");
    p.send("q");

    assertThat(p.initiate()).containsExactly("p.1.1: state", "p.1.1: marker to q after 2");
  }

  @Test
  void markerOvertakesMessagesAndTheChannelStaysOpen() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");

    assertThat(q.marker("p", "p.1.1", 2))
        .containsExactly("p.1.1: state", "p.1.1: marker to p after 0");
  }

  @Test
  void channelClosesWhenAllMessagesFromBeforeTheCutHaveArrived() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.marker("p", "p.1.1", 2);

    assertThat(q.message("p", "m2")).containsExactly("p.1.1: p→q holds m2", "deliver m2");
    assertThat(q.message("p", "m1"))
        .containsExactly(
            "p.1.1: p→q holds m1", "p.1.1: p→q closed", "p.1.1: complete", "deliver m1");
  }

  @Test
  void channelClosesWithTheMarkerIfAllMessagesFromBeforeTheCutHaveArrived() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.message("p", "m1");
    q.message("p", "m3", "p.1.1");
    q.message("p", "m2");

    assertThat(q.marker("p", "p.1.1", 2)).containsExactly("p.1.1: p→q closed", "p.1.1: complete");
  }

  @Test
  void messagesFromAfterTheCutDoNotCount() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.marker("p", "p.1.1", 1);

    assertThat(q.message("p", "m2", "p.1.1")).containsExactly("deliver m2");
    assertThat(q.message("p", "m1")).contains("p.1.1: p→q closed");
  }

  @Test
  void messagesFromBeforeBothCutsCount() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.message("p", "m1");
    q.initiate();

    assertThat(q.marker("p", "q.1.1", 1)).containsExactly("q.1.1: p→q closed", "q.1.1: complete");
  }

  @Test
  void markersAndDecisionsDoNotCount() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    p.initiate();
    p.marker("q", "p.1.1", 0);
    p.decided("p.1.1");

    assertThat(p.initiate()).contains("p.1.2: marker to q after 0");
    assertThat(p.marker("q", "p.1.2", 0)).containsExactly("p.1.2: q→p closed", "p.1.2: complete");
  }

  @Test
  void everyChannelHasItsOwnCounter() {
    ScriptedMachine p =
        new ScriptedMachine(ScriptedMachine.complete("pqr", ChannelOrder.NON_FIFO), "p");
    p.send("q");
    p.message("r", "m");

    assertThat(p.initiate())
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to q after 1", "p.1.1: marker to r after 0");
    assertThat(p.marker("r", "p.1.1", 1)).containsExactly("p.1.1: r→p closed");
  }
}
