package cutline.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.config.ConfigurationException;
import cutline.trace.Action;
import cutline.trace.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single messages that are lost or late. */
class ChangesTest {

  private static final String TOPOLOGY = "2\nA 10\nB 10\nA B\nB A\n";

  private static ScenarioRun run(Map<String, Changes.Change> changes)
      throws ConfigurationException {
    ScenarioTopology topology = ScenarioTopology.parse("t.top", TOPOLOGY);
    Script script = Script.parse("t.events", "send A B 4\nsnapshot A\nsend B A 3\n", topology);
    return ScenarioRun.changed(
        "t", topology, script, Delays.parse("t.delays", "1 1 1 1"), null, new Changes(changes));
  }

  @Test
  void withoutChangesNothingChanges() throws ConfigurationException {
    ScenarioRun run = run(Map.of());
    assertThat(run.outcome()).isNull();
    assertThat(run.isGood()).isTrue();
  }

  @Test
  void moneyThatComesLateIsWaitedFor() throws ConfigurationException {
    ScenarioRun run = run(Map.of("m1", new Changes.Change.Delay(20)));
    assertThat(run.outcome()).isNull();
    assertThat(run.isGood()).isTrue();
    assertThat(run.log().events().getLast().at()).isGreaterThan(20_000);
  }

  /** The marker says that $4 were sent before it, and they have not come. */
  @Test
  void moneyThatIsLostMakesTheSnapshotFailLoudly() throws ConfigurationException {
    ScenarioRun run = run(Map.of("m1", new Changes.Change.Drop()));
    assertThat(run.outcome()).startsWith("snapshot 0 is given up: ").contains("A→B");
    assertThat(run.verification().verdicts())
        .extracting(Verdict::status)
        .containsExactly(Verdict.Status.ABORTED);
    assertThat(run.snapshots()).isEmpty();
    assertThat(run.log().events())
        .filteredOn(event -> event.action() instanceof Action.Abort)
        .extracting("process")
        .containsExactlyInAnyOrder("A", "B");
  }

  @Test
  void withoutItsMarkerASnapshotNeverCompletes() throws ConfigurationException {
    ScenarioRun run = run(Map.of("m2", new Changes.Change.Drop()));
    assertThat(run.outcome()).contains("snapshot 0 never completes");
    assertThat(run.verification().verdicts())
        .extracting(Verdict::status)
        .containsExactly(Verdict.Status.INCOMPLETE);
  }
}
