package cutline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.simulation.bug.Bug;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.Verdict;
import cutline.trace.Verification;
import org.junit.jupiter.api.Test;

/** The event log of a world: what it proves from outside is what the witness in it has seen. */
class EventTraceTest {

  private static final int SEEDS = 200;

  private static EventLog log(long seed, Channels channels, Mutation mutation) {
    Plan plan = Planner.plan(seed, Faults.ALL, channels);
    EventTrace trace = new EventTrace(plan);
    World.run(plan, mutation, trace);
    return trace.log();
  }

  @Test
  void snapshotsUnderFaultsAreProvenFromOutside() {
    int consistent = 0;
    int inFlight = 0;
    int unproven = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Verification verification = Verification.of(log(seed, Channels.FIFO, Mutation.NONE));
      assertThat(verification.violations()).as("seed %d", seed).isEmpty();
      for (Verdict verdict : verification.verdicts()) {
        consistent += verdict.status() == Verdict.Status.CONSISTENT ? 1 : 0;
        unproven += verdict.status() == Verdict.Status.UNPROVEN ? 1 : 0;
        inFlight +=
            verdict.status() == Verdict.Status.CONSISTENT && !verdict.crossing().isEmpty() ? 1 : 0;
      }
    }
    assertThat(inFlight).isGreaterThan(SEEDS / 4);
    assertThat(consistent).isGreaterThan(unproven);
  }

  @Test
  void aPlantedBugIsFoundFromOutside() {
    boolean found = false;
    for (long seed = 1; seed <= SEEDS && !found; seed++) {
      EventLog log = log(seed, Channels.FIFO, Bug.STATE_RECORDED_LATE.plant());
      found = !Verification.of(log).violations().isEmpty();
    }
    assertThat(found).isTrue();
  }

  @Test
  void theSameSeedGivesTheSameLog() {
    assertThat(EventJson.lines(log(7, Channels.FIFO, Mutation.NONE)))
        .isEqualTo(EventJson.lines(log(7, Channels.FIFO, Mutation.NONE)));
  }
}
