package cutline.simulation.scenario;

import static cutline.simulation.scenario.Told.THREE;
import static cutline.simulation.scenario.Told.TWO;
import static cutline.simulation.scenario.Told.arrivals;
import static cutline.simulation.scenario.Told.departures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.config.ConfigurationException;
import cutline.trace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rules of the tick world, a sentence each. */
class TickWorldTest {

  @Test
  void messageIsDueItsDelayAfterItsSending() throws Exception {
    assertThat(arrivals(Told.run(TWO, "tick 3\nsend A B 1\ntick 9\n", "4")))
        .containsExactly("7 A→B m1");
  }

  @Test
  void delaysAreDrawnInTheOrderOfSending() throws Exception {
    assertThat(arrivals(Told.run(TWO, "send B A 1\nsend A B 1\nsend A B 1\ntick 9\n", "5 1 3")))
        .containsExactly("1 A→B m2", "3 A→B m3", "5 B→A m1");
  }

  @Test
  void markersDrawDelaysToo() throws Exception {
    ScenarioRun run = Told.run(TWO, "send A B 1\nsnapshot A\nsend A B 1\n", "1 4 1 2");
    assertThat(departures(run)).containsExactly("0 A→B m1", "0 A→B m2", "0 A→B m3", "4 B→A m4");
    assertThat(arrivals(run)).containsExactly("1 A→B m1", "4 A→B m2", "5 A→B m3", "6 B→A m4");
  }

  @Test
  void markersGoToTheNeighboursInSortedOrder() throws Exception {
    String top = "3\nN2 1\nN10 1\nN1 1\nN2 N10\nN2 N1\nN10 N2\nN1 N2\n";
    ScenarioRun run = Told.run(top, "snapshot N2\n", "3 1 1 1");
    assertThat(departures(run).subList(0, 2)).containsExactly("0 N2→N1 m1", "0 N2→N10 m2");
    assertThat(arrivals(run)).contains("1 N2→N10 m2", "3 N2→N1 m1");
  }

  @Test
  void channelsAreFifoWhateverTheDelays() throws Exception {
    assertThat(arrivals(Told.run(TWO, "send A B 1\nsend A B 1\ntick 9\n", "5 1")))
        .containsExactly("5 A→B m1", "6 A→B m2");
  }

  @Test
  void eachSenderHasOneDeliveryATick() throws Exception {
    assertThat(arrivals(Told.run(THREE, "send A C 1\nsend A B 1\nsend B C 1\ntick 9\n", "1 1 1")))
        .containsExactly("1 A→B m2", "1 B→C m3", "2 A→C m1");
  }

  @Test
  void firstChannelWhoseOldestMessageIsDueDelivers() throws Exception {
    assertThat(arrivals(Told.run(THREE, "send A B 1\nsend A C 1\ntick 9\n", "2 1")))
        .containsExactly("1 A→C m2", "2 A→B m1");
  }

  @Test
  void processesAreVisitedInSortedOrder() throws Exception {
    assertThat(arrivals(Told.run(THREE, "send C A 1\nsend B A 1\nsend A B 1\ntick 9\n", "1 1 1")))
        .containsExactly("1 A→B m3", "1 B→A m2", "1 C→A m1");
  }

  /** What a delivery of a tick causes may be delivered in the next tick at the earliest. */
  @Test
  void whatIsSentDuringATickIsNotDueInIt() throws Exception {
    assertThat(arrivals(Told.run(TWO, "snapshot A\n", "1 1")))
        .containsExactly("1 A→B m1", "2 B→A m2");
  }

  @Test
  void tickAloneIsOneTick() throws Exception {
    assertThat(departures(Told.run(TWO, "tick\nsend A B 1\ntick 1\nsend A B 1\n", "1 1")))
        .containsExactly("1 A→B m1", "2 A→B m2");
  }

  @Test
  void worldTicksUntilAllSnapshotsAreComplete() throws Exception {
    ScenarioRun run = Told.run(TWO, "snapshot A\nsnapshot B\n", "500 400 30 20");
    assertThat(run.snapshots()).hasSize(2);
    assertThat(arrivals(run).getLast()).startsWith("5");
  }

  /** The snapshot is complete at tick 2: what is due until 8 still arrives. */
  @Test
  void thenItTicksSixTimesMore() throws Exception {
    assertThat(arrivals(Told.run(TWO, "snapshot A\nsend B A 1\nsend A B 1\n", "1 2 8 1")))
        .containsExactly("1 A→B m1", "2 B→A m2", "3 B→A m4", "8 A→B m3");
    assertThat(arrivals(Told.run(TWO, "snapshot A\nsend B A 1\nsend A B 1\n", "1 1 10 1")))
        .containsExactly("1 A→B m1", "1 B→A m2", "2 B→A m4");
    assertThat(arrivals(Told.run(TWO, "send A B 1\nsend B A 1\n", "6 7")))
        .containsExactly("6 A→B m1");
  }

  @Test
  void snapshotsAreNumberedInTheOrderOfTheirLines() throws Exception {
    ScenarioRun run = Told.run(TWO, "snapshot B\nsnapshot A\nsnapshot B\n", "9 1 1 1 1 1");
    assertThat(run.snapshots())
        .extracting(snapshot -> String.valueOf(snapshot.id()))
        .containsExactly("B.1.1", "A.1.1", "B.1.2");
  }

  @Test
  void snapFileListsChannelsSortedAndMessagesInOrderOfSending() throws Exception {
    ScenarioRun run =
        Told.run(
            THREE,
            "send C A 3\nsend B A 2\nsend B A 1\nsend C A 7\nsnapshot A\n",
            "5 5 5 5 1 1 1 1 1 1");
    assertThat(SnapshotFile.text(0, run.snapshots().getFirst()))
        .isEqualTo(
            """
            0
            A 10
            B 7
            C 0
            B A token(2)
            B A token(1)
            C A token(3)
            C A token(7)
            """);
  }

  @Test
  void runningOutOfDelaysIsAnError() {
    assertThatThrownBy(() -> Told.run(TWO, "send A B 1\nsnapshot A\n", "1 1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("t.delays: has 2 delays, and message 3 needs one too");
  }

  @Test
  void nobodySendsWhatItDoesNotHave() {
    assertThatThrownBy(() -> Told.run(TWO, "send A B 4\ntick\nsend A B 7\n", "1 1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("t.events:3:1: A has 6 tokens at tick 1 and cannot send 7");
  }

  @Test
  void seedsDrawFromOneToFive() throws Exception {
    Delays delays = Delays.random(7);
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(delays.next());
    }
    assertThat(drawn).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void sameSeedGivesTheSameLog() throws Exception {
    List<List<Event>> logs = new ArrayList<>();
    for (long seed : new long[] {5, 5, 6}) {
      ScenarioTopology topology = ScenarioTopology.parse("t.top", THREE);
      Script script =
          Script.parse(
              "t.events", "send A B 1\nsend B C 2\nsend C A 3\nsnapshot B\nsnapshot C\n", topology);
      logs.add(
          ScenarioRun.of("t", topology, script, Delays.random(seed), seed, _ -> {}).log().events());
    }
    assertThat(logs.get(0)).isEqualTo(logs.get(1)).isNotEqualTo(logs.get(2));
  }

  /** Random scripts with random delays: what is recorded is always a consistent cut. */
  @Test
  void everySnapshotOfAnyScriptIsConsistent() throws Exception {
    int withMoneyInFlight = 0;
    int snapshots = 0;
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      StringBuilder events = new StringBuilder();
      for (int line = 0; line < 60; line++) {
        char from = (char) ('A' + random.nextInt(3));
        char to = (char) ('A' + (from - 'A' + 1 + random.nextInt(2)) % 3);
        events.append(
            switch (random.nextInt(10)) {
              case 0, 1, 2, 3, 4 -> "send %c %c 1\n".formatted(from, to);
              case 5 -> "snapshot %c\n".formatted(from);
              default -> "tick\n";
            });
      }
      ScenarioTopology topology = ScenarioTopology.parse("t.top", THREE.replace(" 10", " 100"));
      Script script = Script.parse("t.events", events.toString(), topology);
      ScenarioRun run = ScenarioRun.of("t", topology, script, Delays.random(seed), seed, _ -> {});
      assertThat(run.verification().violations()).as("seed %d", seed).isEmpty();
      assertThat(run.verification().verdicts()).hasSameSizeAs(run.snapshots());
      snapshots += run.snapshots().size();
      withMoneyInFlight +=
          (int) run.snapshots().stream().filter(taken -> !taken.channels().isEmpty()).count();
    }
    assertThat(snapshots).isGreaterThan(1_000);
    assertThat(withMoneyInFlight).isGreaterThan(snapshots / 2);
  }
}
