package cutline.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.simulation.Search.Finding;
import cutline.simulation.Search.Result;
import cutline.simulation.bug.Bug;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws find the bugs that they are there for, and say what is wrong. Each bug is found in
 * worlds in which no law is broken without it.
 */
class PlantedBugsTest {

  private static final long MOST = 5_000;
  private static final long CHUNK = 50;

  private static final String SNAPSHOT = "[A-E]\\.\\d+\\.\\d+";
  private static final String MESSAGE = "message \\d+ of [A-E]→[A-E] \\(\\$\\d+\\)";

  /** What the first violation says. */
  private static final Map<Bug, String> SENTENCES = new EnumMap<>(Bug.class);

  static {
    String brokenPromise =
        "[A-E] gives up snapshot "
            + SNAPSHOT
            + ": channel [A-E]→[A-E] broke its promise \\(FIFO\\): \\d+ messages from before the"
            + " cut of [A-E] in snapshot "
            + SNAPSHOT
            + " had arrived when its marker came, and the marker counts \\d+";
    String missing =
        "snapshot "
            + SNAPSHOT
            + " lacks the \\$\\d+ that [A-E] sent before its cut and [A-E] received after its own"
            + " \\("
            + MESSAGE
            + ", \\d+ of \\d+ in flight; recorded are .*";
    String twice =
        "snapshot " + SNAPSHOT + " counts the \\$\\d+ of [A-E] twice: in the balance of [A-E].*";
    String late =
        "in snapshot "
            + SNAPSHOT
            + ", [A-E] counted in its balance the \\$\\d+ that [A-E] sent after [A-E]'s cut \\("
            + MESSAGE
            + "\\): it recorded its state too late";
    SENTENCES.put(Bug.MARKER_OVERTAKES_MONEY, brokenPromise);
    SENTENCES.put(
        Bug.FIFO_BROKEN,
        "[A-E] received "
            + MESSAGE
            + ", and not "
            + MESSAGE
            + ", which [A-E] had sent before it: the channel is FIFO");
    SENTENCES.put(Bug.RECORDING_STARTS_LATE, missing);
    SENTENCES.put(Bug.STATE_RECORDED_LATE, twice);
    SENTENCES.put(
        Bug.RECORDING_NOT_STOPPED,
        "in snapshot "
            + SNAPSHOT
            + ", [A-E] counted on [A-E]→[A-E] the \\$\\d+ that [A-E] sent after its cut \\("
            + MESSAGE
            + "\\): it went on recording behind the marker");
    SENTENCES.put(Bug.RECORDS_AGAIN, missing + "|" + late);
    SENTENCES.put(Bug.CHANNELS_NOT_RECORDED, missing);
    SENTENCES.put(Bug.FIRST_MARKER_COMPLETES, missing);
    SENTENCES.put(Bug.DUPLICATE_MARKER_RECORDS_AGAIN, late);
    SENTENCES.put(Bug.OUTBOX_COUNTED, twice);
    SENTENCES.put(
        Bug.WHITE_COUNT_OFF_BY_ONE,
        "the marker of snapshot "
            + SNAPSHOT
            + " on [A-E]→[A-E] counts \\d+ messages, and [A-E] had sent \\d+ there before its cut");
    SENTENCES.put(
        Bug.EMIT_BEFORE_COMMIT,
        ".* has acknowledged \\d+ of our entries and now knows only \\d+: it has lost its state");
    SENTENCES.put(Bug.NO_DEDUPLICATION, "[A-E] applied " + MESSAGE + " twice");
    SENTENCES.put(
        Bug.RECORDING_NOT_DURABLE, missing + ", and [A-E] was restarted after it had received it");
    SENTENCES.put(
        Bug.BALANCE_APART_FROM_CURSOR,
        "[A-E] came back with a state of \\$\\d+, and the one of its last commit has \\$\\d+"
            + "|[A-E] cannot read its store: the log to [A-E] ends at \\d+ and should end at \\d+");
    SENTENCES.put(
        Bug.ABORT_FORGOTTEN, "all snapshots are decided, and [A-E] still records " + SNAPSHOT);
    SENTENCES.put(
        Bug.ID_REUSED,
        "[A-E] gave the id "
            + SNAPSHOT
            + " to two snapshots: snapshot \\d+ of [A-E], and after a restart snapshot \\d+ of"
            + " [A-E]");
    SENTENCES.put(
        Bug.OUTBOX_NEVER_TRUNCATED, "all is acknowledged, and [A-E] still keeps entries .*");
    SENTENCES.put(Bug.REPLAY_NOT_FORGOTTEN, "[A-E] applied " + MESSAGE + " twice.*");
  }

  /**
   * A bug that is planted by falsifying frames on their way has no connection made anew: there the
   * logs are compared, and it would be seen that frames were falsified, not what becomes of them.
   */
  private static Faults faults(Bug bug) {
    return switch (bug) {
      case FIFO_BROKEN, MARKER_OVERTAKES_MONEY, ABORT_FORGOTTEN ->
          Faults.parse("delay,slow,clock,concurrent,abort");
      default -> Faults.ALL;
    };
  }

  private static Finding find(Bug bug, Channels channels) throws InterruptedException {
    Search search = new Search(faults(bug), channels, bug::plant);
    @Nullable Finding found = null;
    for (long from = 1; found == null && from <= MOST; from += CHUNK) {
      Result result = search.run(from, from + CHUNK - 1, 2, _ -> {});
      found = result.first();
    }
    assertThat(found).as("%s within %d schedules", bug, MOST).isNotNull();
    return requireNonNull(found);
  }

  @ParameterizedTest
  @EnumSource
  void everyBugIsFoundAndNamed(Bug bug) throws InterruptedException {
    Finding found = find(bug, Channels.FIFO);
    assertThat(found.violation().sentence()).matches(requireNonNull(SENTENCES.get(bug)));
    Plan plan = Planner.plan(found.seed(), faults(bug), Channels.FIFO);
    assertThat(World.run(plan, Mutation.NONE, null).violation()).isNull();
  }

  /** A bug that cannot show there says so. */
  @ParameterizedTest
  @EnumSource
  void everyBugIsFoundOnNonFifoChannelsToo(Bug bug) throws InterruptedException {
    Optional<String> reason = bug.cannotShowOn(Channels.NON_FIFO);
    if (reason.isEmpty()) {
      find(bug, Channels.NON_FIFO);
    } else {
      assertThat(reason.get())
          .isEqualTo(bug.id() + " cannot show on non-FIFO channels, which promise no order");
      Search search = new Search(faults(bug), Channels.NON_FIFO, bug::plant);
      assertThat(search.run(1, 200, 2, _ -> {}).first()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsFoundIsMadeSmall(Bug bug) throws InterruptedException {
    Finding found = find(bug, Channels.FIFO);
    Law law = found.violation().law();
    Plan plan = Planner.plan(found.seed(), faults(bug), Channels.FIFO);
    Plan small = Minimiser.minimise(plan, bug::plant, law);
    assertThat(requireNonNull(World.run(small, bug.plant(), null).violation()).law())
        .isEqualTo(law);
    assertThat(small.deeds().size()).isLessThan(plan.deeds().size() / 2);
    assertNothingCanBeLeftOut(small, bug, law);
    assertThat(Minimiser.story(small, bug.plant())).isNotEmpty();
  }

  private static void assertNothingCanBeLeftOut(Plan small, Bug bug, Law law) {
    for (Deed deed : small.deeds()) {
      List<Deed> rest = small.deeds().stream().filter(other -> !other.equals(deed)).toList();
      @Nullable Violation violation = World.run(small.with(rest), bug.plant(), null).violation();
      assertThat(violation == null ? null : violation.law())
          .as("without %s", deed)
          .isNotEqualTo(law);
    }
  }

  /** A law that finds nothing may say nothing. */
  @Test
  void mostLawsFindABug() {
    Set<Law> broken = EnumSet.noneOf(Law.class);
    for (Bug bug : Bug.values()) {
      for (long seed = 1; seed <= 200; seed++) {
        @Nullable Violation violation =
            World.run(Planner.plan(seed, faults(bug), Channels.FIFO), bug.plant(), null)
                .violation();
        if (violation != null) {
          broken.add(violation.law());
        }
      }
    }
    assertThat(broken)
        .contains(
            Law.CUT_CONSISTENT,
            Law.CHANNEL_STATE_EXACT,
            Law.APPLIED_ONCE,
            Law.MARKER_COUNT_EXACT,
            Law.CHANNEL_COMPLETE,
            Law.DURABLE_BEFORE_SENT,
            Law.SNAPSHOT_ENDS,
            Law.ID_UNIQUE,
            Law.NO_FALSE_ALARM,
            Law.NO_RECORDING_LEFT,
            Law.MEMORY_BOUNDED);
  }
}
