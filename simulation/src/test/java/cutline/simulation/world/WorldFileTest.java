package cutline.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.config.ConfigurationException;
import cutline.core.ChannelOrder;
import cutline.simulation.Channels;
import cutline.simulation.Deed;
import cutline.simulation.Fault;
import cutline.simulation.Faults;
import cutline.simulation.Law;
import cutline.simulation.Mutation;
import cutline.simulation.Plan;
import cutline.simulation.Search;
import cutline.simulation.Violation;
import cutline.simulation.World;
import cutline.simulation.bug.Bug;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a world file says is the world, and what cannot be one is refused with its place. */
class WorldFileTest {

  private static final int SEEDS = 2_000;

  /** Two processes, and nothing happens. */
  private static final String TWO =
      """
      seed 1
      process A 100
      process B 50
      channels fifo
      end 500ms
      """;

  private static void assertSame(Plan plan, Plan read) {
    assertThat(read.topology().names()).isEqualTo(plan.topology().names());
    assertThat(read.topology().channels()).isEqualTo(plan.topology().channels());
    assertThat(read)
        .isEqualTo(
            new Plan(
                plan.seed(),
                read.topology(),
                plan.openingBalances(),
                plan.weather(),
                plan.deeds(),
                plan.end()));
  }

  private static void assertRoundTrip(Plan plan) throws ConfigurationException {
    String text = WorldFile.text(plan, null, null, List.of("a comment"));
    WorldFile read = WorldFile.parse("a.world", text);
    assertSame(plan, read.plan());
    assertThat(WorldFile.text(read.plan(), null, null, List.of("a comment"))).isEqualTo(text);
  }

  @Test
  void everyPlanIsReadAsItWasWritten() throws Exception {
    Search search = new Search(Faults.ALL, null, () -> Mutation.NONE);
    Set<String> deeds = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Plan plan = search.plan(seed);
      assertRoundTrip(plan);
      plan.deeds().forEach(deed -> deeds.add(deed.getClass().getSimpleName()));
    }
    assertThat(deeds)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Deed.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
  }

  /** What a search may plan at most is within what a file may have. */
  @Test
  void mostIntenseFaultsFitIntoAFile() throws Exception {
    String most =
        Arrays.stream(Fault.values())
            .map(fault -> fault.id() + "=100")
            .collect(Collectors.joining(","));
    for (Channels channels : Channels.values()) {
      Search search = new Search(Faults.parse(most), channels, () -> Mutation.NONE);
      for (long seed = 0; seed < 100; seed++) {
        assertRoundTrip(search.plan(seed));
      }
    }
  }

  @Test
  void sameWorldSameTrace() throws Exception {
    for (Bug bug : List.of(Bug.RECORDING_NOT_DURABLE, Bug.REPLAY_NOT_FORGOTTEN, Bug.ID_REUSED)) {
      Search search = new Search(Faults.ALL, null, bug::plant);
      for (long seed = 1; seed <= 60; seed++) {
        Plan plan = search.plan(seed);
        Violation found = World.run(plan, bug.plant(), null).violation();
        WorldFile read = WorldFile.parse("w", WorldFile.text(plan, bug, found, List.of()));
        WorldRun run = WorldRun.of(read);
        assertThat(run.outcome()).isEqualTo(World.run(plan, bug.plant(), null));
        assertThat(run.unmet()).isNull();
        assertThat(run.isGood()).isEqualTo(found == null);
      }
    }
  }

  @Test
  void allThatAFileMaySay() throws Exception {
    WorldFile world =
        WorldFile.parse(
            "w",
            """
            \uFEFF# A comment\r
            seed 7 # another one
            expect violation no-bug "it says "no" # and means it"  \r
            process B 0
            process A 9
            channel A B non-fifo
            channel B A fifo
            delay 1.5ms
            late 0.25
            reorder 1
            duplicate 0.00001
            loss 0
            end 1s
            at 1us send A B 4
            at 0s snapshot B timeout 0ms
            at 1ns restore A back 2 timeout 30s
            at 5ms crash B while-sending skip 3 down 2ms
            at 5ms partition until 6ms "nothing at all"
            at 6ms partition until 2s A->B "no way from A to B"
            at 7ms slow A 80ms until 7ms
            at 8ms clock B 0 until 9ms
            at 9ms join A
            break id-reused
            """);
    Plan plan = world.plan();
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.openingBalances()).containsExactly(9L, 0L);
    assertThat(plan.topology().order(0, 1)).isEqualTo(ChannelOrder.NON_FIFO);
    assertThat(plan.weather().moneyDelay()).isEqualTo(1_500_000);
    assertThat(plan.weather().duplicated()).isEqualTo(1e-5);
    assertThat(plan.deeds())
        .containsExactly(
            new Deed.Pay(1_000, 0, 1, 4),
            new Deed.Initiate(0, 1, 0),
            new Deed.Restore(1, 0, 2, 30_000_000_000L),
            new Deed.Crash(5_000_000, 1, Deed.Where.WHILE_SENDING, 3, 2_000_000),
            new Deed.Partition(
                5_000_000, 6_000_000, "nothing at all", List.of(List.of(), List.of())),
            new Deed.Partition(
                6_000_000, 2_000_000_000, "no way from A to B", List.of(List.of(1), List.of())),
            new Deed.Slow(7_000_000, 7_000_000, 0, 80_000_000),
            new Deed.Clock(8_000_000, 9_000_000, 1, 0),
            new Deed.Join(9_000_000, 0));
    assertThat(world.bug()).isEqualTo(Bug.ID_REUSED);
    assertThat(world.expected())
        .extracting(Expected::law, Expected::sentence)
        .containsExactly(Law.NO_BUG, "it says \"no\" # and means it");
    assertRoundTrip(plan);
  }

  @Test
  void whatComesOutOtherwiseIsNamedWithItsPlace() throws Exception {
    String guilty =
        TWO
            + """
            at 10ms send A B 10
            at 10ms snapshot B timeout 10s
            break white-count-off-by-one
            """;
    WorldRun run = run(guilty);
    assertThat(run.isGood()).isFalse();
    assertThat(run.unmet()).isNull();
    assertThat(run.story())
        .anyMatch(line -> line.endsWith("A sends message 1 of A→B ($10) and has $90"));
    Violation found = run.outcome().violation();
    assertThat(found).extracting(Violation::law).isEqualTo(Law.MARKER_COUNT_EXACT);
    String broken =
        "w:9:1: what is broken is marker-count-exact: \"%s\""
            .formatted(found == null ? "" : found.sentence());
    assertThat(run(guilty + "expect no violation").unmet()).isEqualTo(broken);
    assertThat(run(guilty + "expect violation id-unique").unmet()).isEqualTo(broken);
    assertThat(run(guilty + "expect violation marker-count-exact \"no\"").unmet())
        .isEqualTo(broken);
    assertThat(run(guilty + "expect violation marker-count-exact").unmet()).isNull();
    String clean = guilty.replace("break white-count-off-by-one", "expect violation no-bug");
    assertThat(run(clean).unmet()).isEqualTo("w:8:1: no law is broken");
    assertThat(run(clean.replace("violation no-bug", "no violation")).isGood()).isTrue();
  }

  private static WorldRun run(String text) throws ConfigurationException {
    return WorldRun.of(WorldFile.parse("w", text));
  }

  /** A sentence from anywhere is one line of a file. */
  @Test
  void anySentenceCanStandInAFile() throws Exception {
    Plan plan = new Search(Faults.ALL, null, () -> Mutation.NONE).plan(1);
    for (String sentence :
        List.of("two\nlines", "\"", "a\u2028b\u0000#", "😀".repeat(2_000), "\\")) {
      Violation found = new Violation(Law.NO_BUG, sentence, 0);
      Expected expected =
          WorldFile.parse("w", WorldFile.text(plan, null, found, List.of())).expected();
      assertThat(expected).isNotNull();
      assertThat(expected == null ? "" : expected.objection(found)).as(sentence).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed 1\\nend 1s | w: the line process NAME DOLLARS is missing; it stands before all",
        "process A 1\\nend 1s | w: the line seed N is missing; it stands before all that happens",
        "process A 1\\nseed 1 | w: the line end TIME is missing",
        "process A 1\\nat 1ms join A | w: the line seed N is missing",
        "sede 1 | w:1:1: unknown line 'sede'; did you mean seed?",
        "hello | w:1:1: unknown line 'hello'; expected seed, end, process, channels, channel, delay",
        "\"hello\" | w:1:1: expected a line that begins with seed, end, process",
        "seed | w:1:1: expected seed N",
        "seed x | w:1:6: the seed 'x' is not a whole number",
        "seed -1 | w:1:6: the seed '-1' is not between 0 and 9223372036854775807",
        "seed 1 2 | w:1:8: '2' is too much; expected seed N",
        "seed 1 \"x\" | w:1:8: a text is too much; expected seed N",
        "seed 1\\n seed 2 | w:2:2: seed is there already",
        "end 1 | w:1:5: the end '1' is not a number and a unit, as in 20ms",
        "end 0ms | w:1:5: the end '0ms' is not between 1ns and 10s",
        "end 11s | w:1:5: the end '11s' is not between 1ns and 10s",
        "end 999999999h | w:1:5: the end '999999999h' is not a number",
        "delay 2s | w:1:7: the delay '2s' is not between 0s and 1s",
        "loss 2 | w:1:6: the share '2' is not a number from 0 to 1",
        "loss 1.5 | w:1:6: the share '1.5' is not a number from 0 to 1",
        "late -0.1 | w:1:6: the share '-0.1' is not a number from 0 to 1",
        "late 1e-3 | w:1:6: the share '1e-3' is not a number from 0 to 1",
        "loss 0.1\\nloss 0.1 | w:2:1: loss is there already",
        "process A | w:1:1: expected process NAME DOLLARS",
        "process A x | w:1:11: the balance 'x' is not a whole number",
        "process A -1 | w:1:11: the balance '-1' is not between 0 and",
        "process A 9223372036854775807\\nprocess B 1 | w:2:11: all balances together are more",
        "process A 1\\nprocess A 1 | w:2:9: process A is there already",
        "process A->B 1 | w:1:9: 'A->B' is not a name: 1 to 64 characters without control",
        "channels lifo | w:1:10: unknown order 'lifo'; did you mean fifo?",
        "TWO channels fifo | w:6:1: there are channels already",
        "TWO channel A B fifo | w:6:9: channel A→B is there already",
        "TWO process C 1 | w:6:1: a process stands before all channels",
        "process A 1\\nchannel A A fifo | w:2:9: a channel leads from A to itself",
        "process A 1\\nchannel A B fifo | w:2:11: unknown process 'B'; expected one of the lines",
        "seed 1\\nend 1s\\nprocess A 1\\nprocess B 1 | w:4:1: there is no path from A to B",
        "TWO at 1ms join A\\nloss 0.1 | w:7:1: loss stands before all that happens",
        "TWO at | w:6:1: expected at TIME send|snapshot|restore|crash|partition|slow|clock|join …",
        "TWO at x send A B 1 | w:6:4: the time 'x' is not a number and a unit",
        "TWO at 500ms send A B 1 | w:6:4: the time '500ms' is not before the end, 500ms",
        "TWO at 21s send A B 1 | w:6:4: the time '21s' is not between 0s and 20s",
        "TWO at 1ms sned A B 1 | w:6:8: unknown deed 'sned'; did you mean send?",
        "TWO at 1ms pay A B 1 | w:6:8: unknown deed 'pay'; expected send, snapshot, restore, crash",
        "TWO at 1ms send A B | w:6:1: expected at TIME send FROM TO AMOUNT",
        "TWO at 1ms send A B 0 | w:6:17: the amount '0' is not between 1 and",
        "TWO at 1ms send A A 1 | w:6:13: the topology has no channel A→A",
        "TWO at 1ms send A C 1 | w:6:15: unknown process 'C'; expected one of the lines process",
        "TWO at 1ms snapshot A | w:6:1: expected at TIME snapshot NAME timeout TIME",
        "TWO at 1ms snapshot A in 1s | w:6:19: 'in' is not timeout; expected at TIME snapshot NAME",
        "TWO at 1ms snapshot A timeout 31s | w:6:27: the timeout '31s' is not between 0s and 30s",
        "TWO at 1ms restore A back 1 | w:6:1: expected at TIME restore NAME back N timeout TIME",
        "TWO at 1ms restore A back -1 timeout 1s | w:6:23: the number of snapshots '-1' is not",
        "TWO at 1ms restore A b 1 timeout 1s | w:6:18: 'b' is not back; expected at TIME restore",
        "TWO at 1ms crash A | w:6:1: expected at TIME crash NAME WHERE skip N down TIME",
        "TWO at 1ms crash A torn-writ skip 0 down 1ms | w:6:16: unknown moment 'torn-writ'; did you",
        "TWO at 1ms crash A torn-write skip x down 1ms | w:6:32: the number of commits or sends 'x'",
        "TWO at 1ms crash A torn-write skip 1 down 11s | w:6:39: the time '11s' is not between 1ns",
        "TWO at 1ms crash A torn-write skip 1 up 1s | w:6:34: 'up' is not down; expected at TIME",
        "TWO at 1ms partition 2ms A->B \"x\" | w:6:18: '2ms' is not until; expected at TIME",
        "TWO at 1ms partition until 0ms \"x\" | w:6:24: the time until then '0ms' is not between",
        "TWO at 1ms partition until 2ms A->B | w:6:32: expected at TIME partition until TIME",
        "TWO at 1ms partition until 2ms AB \"x\" | w:6:28: 'AB' is not FROM->TO; expected at TIME",
        "TWO at 1ms partition until 2ms A->C \"x\" | w:6:28: unknown process 'C'",
        "TWO at 1ms partition until 2ms A->A \"x\" | w:6:28: A cannot be cut off from itself",
        "TWO at 1ms partition until 2ms A->B A->B \"x\" | w:6:33: 'A->B' is there already",
        "TWO at 1ms partition until 2ms A->B \"\" | w:6:33: expected a text in quotation marks",
        "TWO at 1ms partition until 2ms A->B \"x\" y | w:6:33: expected a text in quotation marks",
        "TWO at 1ms partition until 2ms A->B \"\u0007\" | w:6:33: a text has at most 1,000",
        "TWO at 1ms slow A 0s until 2ms | w:6:15: the reaction '0s' is not between 1ns and 80ms",
        "TWO at 1ms slow A 1ms for 2ms | w:6:19: 'for' is not until; expected at TIME slow NAME",
        "TWO at 1ms clock A 11 until 2ms | w:6:16: the rate '11' is not between 0 and 10",
        "TWO at 1ms clock A 2 until 21s | w:6:24: the time until then '21s' is not between 1ms",
        "TWO at 1ms join A B | w:6:15: 'B' is too much; expected at TIME join NAME",
        "break | w:1:1: expected break BUG",
        "break id-resued | w:1:7: unknown bug 'id-resued'; did you mean id-reused?",
        "break id-reused\\nbreak id-reused | w:2:7: one bug at a time; there is id-reused already",
        "expect | w:1:1: expected expect violation LAW \"SENTENCE\", expect violation LAW or expect",
        "expect no bug | w:1:11: 'bug' is not violation; expected expect no violation",
        "expect no violation \"x\" | w:1:21: a text is too much; expected expect no violation",
        "expect voilation no-bug | w:1:8: 'voilation' is not violation; expected expect violation",
        "expect violation nobug | w:1:18: unknown law 'nobug'; did you mean no-bug?",
        "expect violation no-bug x | w:1:25: 'x' is too much; expected expect violation LAW",
        "expect no violation\\nexpect no violation | w:2:1: what is expected is there already",
      })
  void wrongWorlds(String text, String message) {
    String world = text.replace("TWO ", TWO).replace("\\n", "\n");
    assertThatThrownBy(() -> WorldFile.parse("w", world))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void moreThanAWorldHasIsRefused() {
    assertThatThrownBy(() -> WorldFile.parse("w", TWO + "at 1ms join A\n".repeat(5_001)))
        .hasMessage("w:5006:1: more than 5,000 things happen");
    assertThatThrownBy(
            () -> WorldFile.parse("w", TWO + "at 1ms snapshot A timeout 1s\n".repeat(65)))
        .hasMessage("w:70:8: more than 64 snapshots");
    StringBuilder nine = new StringBuilder();
    for (int process = 1; process <= 9; process++) {
      nine.append("process P%d 1\n".formatted(process));
    }
    assertThatThrownBy(() -> WorldFile.parse("w", nine.toString()))
        .hasMessage("w:9:1: more than 8 processes");
    assertThatThrownBy(
            () -> WorldFile.parse("w", "expect violation no-bug \"" + "x".repeat(1_001) + "\""))
        .hasMessageStartingWith("w:1:25: a text has at most 1,000 characters");
  }
}
