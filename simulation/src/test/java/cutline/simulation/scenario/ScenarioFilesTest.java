package cutline.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.config.ConfigurationException;
import cutline.simulation.text.Telling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What topologies, events and delays may say, and where it is said that they are wrong. */
class ScenarioFilesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | t.top: is empty; expected the number of processes",
        "'# nothing' | t.top: is empty",
        "x | t.top:1:1: the number of processes 'x' is not a whole number",
        "0 | t.top:1:1: the number of processes '0' is not between 1 and 100",
        "101 | t.top:1:1: the number of processes '101' is not between 1 and 100",
        "99999999999999999999 | t.top:1:1: the number of processes",
        "2 3 | t.top:1:3: '3' is too much; expected the number of processes alone",
        "2\\nA 1 | t.top: has 1 line behind the first one, and 2 processes need one each",
        "2\\nA 1\\nB | t.top:3:1: expected NAME TOKENS",
        "2\\nA 1\\nB x | t.top:3:3: the number of tokens 'x' is not a whole number",
        "2\\nA 1\\nB -1 | t.top:3:3: the number of tokens '-1' is not between 0 and",
        "2\\nA 1\\nB 9223372036854775807 | t.top:3:3: all tokens together are more than",
        "2\\nA 1\\nA 1\\nA B | t.top:3:1: process A is there already",
        "2\\nA 1\\nB 1\\nA B\\nB | t.top:5:1: expected FROM TO",
        "2\\nAlfa 1\\nBravo 1\\nAlfa Brvo | t.top:4:6: unknown process 'Brvo'; did you mean Bravo?",
        "1\\nA 1\\nA A | t.top:3:1: a channel leads from A to itself",
        "2\\nA 1\\nB 1\\nA B\\nB A\\n A B | t.top:6:2: channel A→B is there already",
        "2\\nA 1\\nB 1\\nA B | t.top: there is no path from B to A",
      })
  void wrongTopologies(String text, String message) {
    assertThatThrownBy(() -> ScenarioTopology.parse("t.top", text.replace("\\n", "\n")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void topologiesAsOthersWriteThem() throws Exception {
    ScenarioTopology topology =
        ScenarioTopology.parse(
            "t.top", "\uFEFF# two\r\n\r\n2\r\n N2\t7 # rich\r\nN1 0\r\nN1 N2\r\nN2  N1");
    assertThat(topology.tokens()).containsEntry("N1", 0L).containsEntry("N2", 7L).hasSize(2);
    assertThat(topology.topology().channels()).hasSize(2);
    assertThat(topology.total()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sned A B 1 | 1:1: unknown event 'sned'; did you mean send?",
        "hello | 1:1: unknown event 'hello'; expected send FROM TO AMOUNT, snapshot NAME or",
        "send A B | 1:1: expected send FROM TO AMOUNT",
        "send A B 1 2 | 1:12: '2' is too much; expected send FROM TO AMOUNT",
        "send A B 0 | 1:10: the amount '0' is not between 1 and 9223372036854775807",
        "send A B -1 | 1:10: the amount '-1' is not between 1 and 9223372036854775807",
        "send A B 1.5 | 1:10: the amount '1.5' is not a whole number",
        "send A B 99999999999999999999 | 1:10: the amount '99999999999999999999' is not between",
        "send A X 1 | 1:8: unknown process 'X'; expected one of the topology",
        "send A A 1 | 1:6: the topology has no channel A→A",
        "snapshot | 1:1: expected snapshot NAME",
        "snapshot C | 1:10: unknown process 'C'",
        "tick 0 | 1:6: the number of ticks '0' is not between 1 and 1000000",
        "tick 1000001 | 1:6: the number of ticks '1000001' is not between 1 and 1000000",
        "tick 1000000\\ntick | 2:1: more than 1,000,000 ticks together",
        "tick 1 1 | 1:8: '1' is too much; expected tick [N]",
        "#: | 1:3: expected title, say",
        "#: sya x | 1:4: unknown line 'sya'; did you mean say?",
        "#: say x | 1:8: expected say \"TEXT\"",
        "#: say \"x | 1:8: expected say \"TEXT\"",
        "#: break | 1:4: expected break MISTAKE",
        "#: break marker-overtaks | 1:10: unknown mistake 'marker-overtaks'; did you mean",
        "#: break marker-overtakes\\n#:break marker-overtakes | 2:9: one mistake at a time",
        "#: expect | 1:4: expected expect total N",
        "#: expect much | 1:11: unknown expectation 'much'; expected total, snapshot or",
        "#: expect total | 1:4: expected expect total N",
        "#: expect total x | 1:17: the total 'x' is not a whole number",
        "#: expect snapshot 0: A 3, B 7 | 1:4: there is no snapshot 0: the file has 0 snapshot",
        "snapshot A\\n#: expect snapshot 0 A 3, B 7 | 2:20: '0' does not end with ':'",
        "snapshot A\\n#: expect snapshot 0: A 3 | 2:4: the tokens of B are missing",
        "snapshot A\\n#: expect snapshot 0: A 3, B | 2:28: 'B' has no value",
        "snapshot A\\n#: expect snapshot 0: A 3 B 7 | 2:25: '3' does not end with ','",
        "snapshot A\\n#: expect snapshot 0: A 3, A 7 | 2:28: 'A' is there already",
        "snapshot A\\n#: expect snapshot 0: A 3, B 7, A->C 1 | 2:33: the topology has no channel",
        "snapshot A\\n#: expect snapshot 0: A 3, B 7, A->B 1+ | 2:38: the amount '' is not a",
      })
  void wrongEvents(String text, String message) throws Exception {
    ScenarioTopology topology = ScenarioTopology.parse("t.top", Told.TWO);
    assertThatThrownBy(() -> Script.parse("t.events", text.replace("\\n", "\n"), topology))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("t.events:" + message);
  }

  @Test
  void ourOwnLinesAreCommentsToOthers() throws Exception {
    ScenarioTopology topology = ScenarioTopology.parse("t.top", Told.TWO);
    String own =
        """
        # say nothing, expect nothing: a comment
        #: say "Look at this: \u201cA\u201d # and B"
        send A B 1 # a comment
        #: expect total 20
        #: expect snapshot 0: A 9, B 10, A->B 1
        snapshot A
        """;
    Script script = Script.parse("t.events", own, topology);
    assertThat(script.expectations()).hasSize(2);
    assertThat(script.steps())
        .hasSize(3)
        .contains(new Step.Tell(new Telling.Say("Look at this: \u201cA\u201d # and B")));
    String without = own.lines().filter(line -> !line.startsWith("#")).toList().toString();
    assertThat(without).doesNotContain("say", "expect");
  }

  @Test
  void captionsAreToldAndUnmetExpectationsAreNamedWithTheirPlace() throws Exception {
    ScenarioTopology topology = ScenarioTopology.parse("t.top", Told.TWO);
    Script script =
        Script.parse(
            "t.events",
            """
            #: say "first"
            send A B 1
            snapshot A
            #: say "second"
            #: expect total 19
            #: expect snapshot 0: A 9, B 10, A->B 1
            #: expect violation "A is wrong"
            """,
            topology);
    List<String> captions = new ArrayList<>();
    ScenarioRun run =
        ScenarioRun.of(
            "t", topology, script, Delays.parse("t.delays", "1 1 1"), null, captions::add);
    assertThat(captions).containsExactly("first", "second");
    assertThat(run.unmet())
        .containsExactly(
            "t.events:5:4: snapshot 0 counts 20 tokens",
            "t.events:6:4: snapshot 0 is A 9, B 11",
            "t.events:7:4: nothing is wrong");
    assertThat(run.isGood()).isFalse();
  }

  @Test
  void totalOfNoSnapshotIsNotMet() throws Exception {
    assertThat(Told.run(Told.TWO, "#: expect total 20\n", "").unmet())
        .containsExactly("t.events:1:4: there is no snapshot that counts tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 x | d:1:3: the delay 'x' is not a whole number",
        "1\\n0 | d:2:1: the delay '0' is not between 1 and 1000000",
        "1 -3 | d:1:3: the delay '-3' is not between 1 and 1000000",
        "1000001 | d:1:1: the delay '1000001' is not between 1 and 1000000",
      })
  void wrongDelays(String text, String message) {
    assertThatThrownBy(() -> Delays.parse("d", text.replace("\\n", "\n")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void moreMessagesThanAScenarioHasAreRefused() throws Exception {
    String events = "snapshot A\n".repeat(1_000);
    StringBuilder top = new StringBuilder("60\n");
    for (int i = 0; i < 60; i++) {
      top.append(i == 0 ? "A" : "P" + i).append(" 0\n");
    }
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        if (i != j) {
          top.append("%s %s\n".formatted(i == 0 ? "A" : "P" + i, j == 0 ? "A" : "P" + j));
        }
      }
    }
    ScenarioTopology topology = ScenarioTopology.parse("t.top", top.toString());
    Script script = Script.parse("t.events", events, topology);
    assertThatThrownBy(() -> ScenarioRun.of("t", topology, script, Delays.random(1), null, _ -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("more than 100,000 messages are sent");
  }
}
