package cutline.simulation.explore;

import static cutline.core.ChannelOrder.FIFO;
import static cutline.core.ChannelOrder.NON_FIFO;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.ChannelOrder;
import cutline.simulation.bug.Bug;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every interleaving of a few worlds shows, and that no mistake gets through. */
class ExplorerTest {

  private static final int LIMIT = 1_000_000;

  private static Exploration explore(SmallWorld world) {
    return Explorer.explore(world, LIMIT, (_, _, _) -> {});
  }

  private static Exploration.Counterexample counterexample(Exploration found) {
    return requireNonNull(found.counterexample(), "nothing is wrong");
  }

  /** A different number of states is a different algorithm: it may be meant, and is to be known. */
  @ParameterizedTest
  @CsvSource({
    // processes, transfers, snapshots, crashes, deadlines, order, states, all names, complete,
    // money
    "2, 1, 1, 0, 0, FIFO,     37,   73,     7,   1",
    "2, 2, 2, 0, 0, FIFO,     1430, 2833,   424, 130",
    "3, 1, 1, 0, 0, FIFO,     625,  3724,   25,  6",
    "3, 2, 1, 0, 0, FIFO,     7652, 45658,  322, 132",
    "3, 0, 2, 0, 0, FIFO,     2096, 12439,  211, 0",
    "2, 2, 1, 0, 0, NON_FIFO, 365,  727,    113, 53",
    "2, 2, 1, 1, 0, FIFO,     2979, 5953,   484, 124",
    "2, 2, 1, 1, 0, NON_FIFO, 10595, 21185, 2668, 1356",
    "2, 2, 2, 0, 1, FIFO,     5634, 11241,  941, 275",
    "2, 2, 2, 0, 1, NON_FIFO, 62729, 125410, 25532, 12276",
    "2, 2, 2, 1, 0, FIFO,     61685, 123286, 15709, 4768",
    "3, 1, 2, 0, 0, FIFO,     72258, 433411, 8014, 1954",
  })
  void everyInterleavingIsRight(
      int processes,
      int transfers,
      int snapshots,
      int crashes,
      int deadlines,
      ChannelOrder order,
      long states,
      long namedStates,
      long completed,
      long withMoneyInFlight) {
    Exploration found =
        explore(new SmallWorld(processes, transfers, snapshots, crashes, deadlines, order, null));
    assertThat(found.counterexample()).isNull();
    assertThat(found.isProof()).isTrue();
    assertThat(
            List.of(
                found.states(),
                found.namedStates(),
                found.snapshotsCompleted(),
                found.withMoneyInFlight()))
        .containsExactly(states, namedStates, completed, withMoneyInFlight);
  }

  /**
   * States that differ in names alone are taken for one. That is right if the production classes
   * treat all processes alike: then there are as many as where none is taken for another.
   */
  @ParameterizedTest
  @CsvSource({
    "2, 2, 2, 0, 0, FIFO",
    "3, 1, 1, 0, 0, FIFO",
    "3, 0, 2, 0, 0, FIFO",
    "3, 1, 1, 0, 0, NON_FIFO",
    "2, 1, 1, 1, 1, FIFO",
  })
  void namesMakeNoDifference(
      int processes, int transfers, int snapshots, int crashes, int deadlines, ChannelOrder order) {
    SmallWorld world =
        new SmallWorld(processes, transfers, snapshots, crashes, deadlines, order, null);
    Exploration found = explore(world);
    Exploration allNames = Explorer.exploreAllNames(world, LIMIT);
    assertThat(allNames.isProof()).isTrue();
    assertThat(found.namedStates()).isEqualTo(allNames.states());
    assertThat(found.states()).isLessThan(allNames.states());
    assertThat(found.depth()).isEqualTo(allNames.depth());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            Bug.MARKER_OVERTAKES_MONEY,
            new int[] {2, 1, 1, 0, 0},
            FIFO,
            4,
            "snapshot B.1.1 is aborted, and nobody has done anything wrong: channel A→B broke its"
                + " promise (FIFO): 0 messages from before the cut of A in snapshot B.1.1 had"
                + " arrived when its marker came, and the marker counts 1"),
        mistake(
            Bug.FIFO_BROKEN,
            new int[] {2, 2, 1, 0, 0},
            FIFO,
            3,
            "B received transfer 2 from A to B and 1 had not come: the channel is not FIFO"),
        mistake(
            Bug.RECORDING_STARTS_LATE,
            new int[] {2, 1, 1, 0, 0},
            FIFO,
            6,
            "snapshot B.1.1 lacks the $10 that A sent before its cut and B received after its own"
                + " (transfer 1 from A to B)"),
        mistake(
            Bug.STATE_RECORDED_LATE,
            new int[] {2, 1, 1, 0, 0},
            FIFO,
            6,
            "snapshot B.1.1 counts the $10 of A twice: in the balance of B, which had received it"
                + " before its cut, and on A→B (transfer 1 from A to B)"),
        mistake(
            Bug.RECORDING_NOT_STOPPED,
            new int[] {3, 1, 1, 0, 0},
            FIFO,
            11,
            "in snapshot A.1.1, C counted on B→C the $10 that B sent after its cut (transfer 1 from"
                + " B to C)"),
        mistake(
            Bug.RECORDS_AGAIN,
            new int[] {2, 1, 1, 0, 0},
            NON_FIFO,
            5,
            "snapshot A.1.1 lacks the $10 that A sent before its cut and B received after its own"
                + " (transfer 1 from A to B)"),
        mistake(
            Bug.CHANNELS_NOT_RECORDED,
            new int[] {2, 1, 1, 0, 0},
            FIFO,
            6,
            "snapshot B.1.1 lacks the $10 that A sent before its cut and B received after its own"
                + " (transfer 1 from A to B)"),
        mistake(
            Bug.FIRST_MARKER_COMPLETES,
            new int[] {3, 1, 1, 0, 0},
            FIFO,
            8,
            "snapshot C.1.1 lacks the $10 that A sent before its cut and B received after its own"
                + " (transfer 1 from A to B)"),
        mistake(
            Bug.WHITE_COUNT_OFF_BY_ONE,
            new int[] {2, 0, 1, 0, 0},
            NON_FIFO,
            3,
            "snapshot A.1.1 is never decided, though nothing is in flight any more"),
        mistake(
            Bug.EMIT_BEFORE_COMMIT,
            new int[] {2, 1, 0, 1, 0},
            FIFO,
            2,
            "there are $2010 in the world, and were $2000: transfer 1 from A to B is on its way,"
                + " and A has never sent it"),
        mistake(
            Bug.RECORDING_NOT_DURABLE,
            new int[] {2, 1, 1, 1, 0},
            FIFO,
            10,
            "snapshot B.1.1 lacks the $10 that A sent before its cut and B received after its own"
                + " (transfer 1 from A to B)"),
        mistake(
            Bug.ID_REUSED,
            new int[] {2, 0, 2, 1, 0},
            FIFO,
            4,
            "A begins to record snapshot A.1.1 a second time"),
        mistake(
            Bug.ABORT_FORGOTTEN,
            new int[] {2, 0, 1, 0, 1},
            FIFO,
            6,
            "B records snapshot A.1.1 for ever, though nothing is in flight any more"));
  }

  private static Arguments mistake(
      Bug bug, int[] numbers, ChannelOrder order, int steps, String sentence) {
    return Arguments.of(bug, numbers, order, steps, sentence);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsFoundInAsFewStepsAsItTakes(
      Bug bug, int[] numbers, ChannelOrder order, int steps, String sentence) {
    SmallWorld world =
        new SmallWorld(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], order, bug);
    Exploration found = explore(world);
    assertThat(found.isExhausted()).isFalse();
    assertThat(counterexample(found).sentence()).isEqualTo(sentence);
    assertThat(counterexample(found).steps()).hasSize(steps);
    Exploration allNames = Explorer.exploreAllNames(world, LIMIT);
    assertThat(counterexample(allNames).steps()).hasSize(steps);
  }

  @Test
  void everyMistakeThatCanBePlantedIsTried() {
    assertThat(mistakes().map(arguments -> (Bug) arguments.get()[0]).toList())
        .containsExactlyInAnyOrderElementsOf(SmallWorld.bugs());
  }

  @Test
  void theWayToAViolationIsToldStepByStep() {
    Exploration found = explore(new SmallWorld(2, 1, 1, 0, 0, FIFO, Bug.CHANNELS_NOT_RECORDED));
    assertThat(counterexample(found).steps())
        .containsExactly(
            List.of("A sends $10 to B"),
            List.of("B begins a snapshot", "B records its state, $1000, for B.1.1"),
            List.of(
                "A receives the marker of B.1.1 from B",
                "A records its state, $990, for B.1.1",
                "A has its part of B.1.1"),
            List.of("B receives $10 from A"),
            List.of("B receives the marker of B.1.1 from A", "B has its part of B.1.1"),
            List.of("B receives the part of B.1.1 from A"));
  }

  @Test
  void twoProcessesCannotShowWhatTakesThree() {
    assertThat(explore(new SmallWorld(2, 2, 1, 0, 0, FIFO, Bug.RECORDING_NOT_STOPPED)).isProof())
        .isTrue();
  }

  @Test
  void whatIsBeyondTheLimitProvesNothing() {
    SmallWorld world = new SmallWorld(2, 2, 2, 0, 0, FIFO, null);
    Exploration found = Explorer.explore(world, 1_429, (_, _, _) -> {});
    assertThat(found.states()).isEqualTo(1_429);
    assertThat(found.isExhausted()).isFalse();
    assertThat(found.isProof()).isFalse();
    assertThat(found.counterexample()).isNull();
    assertThat(Explorer.explore(world, 1_430, (_, _, _) -> {}).isProof()).isTrue();
  }

  @Test
  void progressIsTold() {
    List<Long> told = new ArrayList<>();
    Explorer.explore(
        new SmallWorld(2, 2, 2, 0, 0, FIFO, null), LIMIT, (states, _, _) -> told.add(states));
    assertThat(told).first().isEqualTo(1L);
  }

  @Test
  void worldsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new SmallWorld(1, 1, 1, 0, 0, FIFO, null))
        .hasMessage("1 processes are not between 2 and 4");
    assertThatThrownBy(() -> new SmallWorld(2, 1, 1, 0, 0, FIFO, Bug.ID_REUSED))
        .hasMessage("id-reused cannot show without a crash");
    assertThatThrownBy(() -> new SmallWorld(2, 1, 1, 0, 0, NON_FIFO, Bug.FIFO_BROKEN))
        .hasMessage("fifo-broken cannot show without FIFO channels");
    assertThatThrownBy(() -> new SmallWorld(2, 1, 1, 0, 0, FIFO, Bug.OUTBOX_NEVER_TRUNCATED))
        .hasMessageStartingWith("outbox-never-truncated cannot be planted here; there are ");
  }
}
