package cutline.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * T. H. Lai and T. H. Yang: On Distributed Snapshots. Information Processing Letters 25 (3), 1987.
 * Their white processes are those that have not recorded, their red ones those that have. A message
 * has the colour of its sender: a red one carries the snapshot's id.
 */
class LaiYang1987Test {

  private static final Topology THREE = ScriptedMachine.complete("pqr", ChannelOrder.NON_FIFO);
  private static final Topology TWO = ScriptedMachine.complete("pq", ChannelOrder.NON_FIFO);

  @Test
  void whiteProcessSendsWhiteMessages() {
    assertThat(new ScriptedMachine(TWO, "p").send("q")).isEmpty();
  }

  @Test
  void redProcessSendsRedMessages() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    p.initiate();
    p.marker("q", "q.1.1", 0);

    assertThat(p.send("q")).containsExactly("p.1.1", "q.1.1");
  }

  @Test
  void redProcessIsRedNoLongerOnceTheSnapshotIsDecided() {
    ScriptedMachine p = new ScriptedMachine(TWO, "p");
    p.initiate();
    p.decided("p.1.1");

    assertThat(p.send("q")).isEmpty();
  }

  @Test
  void redMessageMakesAWhiteProcessRecordBeforeItIsDelivered() {
    ScriptedMachine q = new ScriptedMachine(THREE, "q");

    assertThat(q.message("p", "m", "p.1.1"))
        .containsExactly(
            "p.1.1: state",
            "p.1.1: marker to p after 0",
            "p.1.1: marker to r after 0",
            "deliver m");
  }

  @Test
  void redMessageIsNotInTheChannelState() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.initiate();

    assertThat(q.message("p", "m", "q.1.1")).containsExactly("deliver m");
  }

  @Test
  void whiteMessageThatARedProcessReceivesIsInTheChannelState() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.initiate();

    assertThat(q.message("p", "m")).containsExactly("q.1.1: p→q holds m", "deliver m");
  }

  @Test
  void whiteMessageThatAWhiteProcessReceivesIsPartOfItsState() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");

    assertThat(q.message("p", "m")).containsExactly("deliver m");
    assertThat(q.initiate()).containsExactly("q.1.1: state", "q.1.1: marker to p after 0");
  }

  @Test
  void whiteMessageThatIsOvertakenByARedOneIsInTheChannelState() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.message("p", "red", "p.1.1");

    assertThat(q.message("p", "white")).containsExactly("p.1.1: p→q holds white", "deliver white");
  }

  @Test
  void messageIsRedForOneSnapshotAndWhiteForAnother() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");
    q.initiate();

    assertThat(q.message("p", "m", "p.1.1"))
        .containsExactly(
            "p.1.1: state", "p.1.1: marker to p after 0", "q.1.1: p→q holds m", "deliver m");
  }

  @Test
  void messageMayBeRedForSeveralSnapshotsThatItsReceiverHasNotRecorded() {
    ScriptedMachine q = new ScriptedMachine(TWO, "q");

    assertThat(q.message("p", "m", "p.1.2", "p.1.1"))
        .containsExactly(
            "p.1.2: state",
            "p.1.2: marker to p after 0",
            "p.1.1: state",
            "p.1.1: marker to p after 0",
            "deliver m");
  }

  @Test
  void idsThatAMessageCarriesOnAFifoChannelAreNone() {
    ScriptedMachine p = new ScriptedMachine(ScriptedMachine.complete("pq", ChannelOrder.FIFO), "p");
    p.initiate();

    assertThat(p.send("q")).isEmpty();
  }

  /** Chandy and Lamport's single token, on channels that deliver in any order. */
  @Test
  void singleTokenIsInExactlyOnePlaceInEverySchedule() {
    Scenario scenario = new Scenario(TWO, Limits.DEFAULT, List.of(1, 0), 4, 1, 0, 0, false);
    Set<Object> states = new HashSet<>();

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
                .forEach(s -> states.add(List.of(s.states(), s.channels().keySet()))));

    assertThat(states).as("token at p, at q, or in flight, either way").hasSize(4);
    assertThat(schedules).isGreaterThan(1_000);
  }
}
