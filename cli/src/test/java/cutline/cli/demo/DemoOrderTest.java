package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOrderTest {

  private static DemoOrder parse(String line) {
    return DemoOrder.parse(line, List.of("A", "B", "C"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "S", "snapshot", " Snapshot "})
  void snapshotOfAny(String line) {
    assertThat(parse(line)).isEqualTo(new DemoOrder.Snapshot(null));
  }

  @ParameterizedTest
  @CsvSource({"s b, B", "snapshot  B, B", "S\tc, C"})
  void snapshotOfOne(String line, String initiator) {
    assertThat(parse(line)).isEqualTo(new DemoOrder.Snapshot(initiator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k C", "kill C", "K c", "  kill   C  "})
  void kill(String line) {
    assertThat(parse(line)).isEqualTo(new DemoOrder.Kill("C"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r C", "restart C", "R c"})
  void restart(String line) {
    assertThat(parse(line)).isEqualTo(new DemoOrder.Restart("C"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b 12", "back 12", "B  012"})
  void backToASnapshot(String line) {
    assertThat(parse(line)).isEqualTo(new DemoOrder.Back(12));
  }

  @Test
  void thoseThatStandAlone() {
    assertThat(List.of("n", "naive")).map(DemoOrderTest::parse).containsOnly(new DemoOrder.Naive());
    assertThat(List.of("p", "pause")).map(DemoOrderTest::parse).containsOnly(new DemoOrder.Pause());
    assertThat(List.of("?", "h", "help", "help me"))
        .map(DemoOrderTest::parse)
        .containsOnly(new DemoOrder.Help());
    assertThat(List.of("q", "quit", "exit"))
        .map(DemoOrderTest::parse)
        .containsOnly(new DemoOrder.Quit());
    assertThat(List.of("", "   ", "\t"))
        .map(DemoOrderTest::parse)
        .containsOnly(new DemoOrder.Nothing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k        | k needs the name of a branch, as in k C",
        "restart  | restart needs the name of a branch, as in restart C",
        "k A B    | k takes one branch at a time, as in k C",
        "s A B    | s takes one branch at a time, as in s C",
        "kill Z   | There is no branch Z; there is A B C",
        "s Z      | There is no branch Z; there is A B C",
        "b        | b needs the number of a snapshot, as in b 1",
        "back A   | back needs the number of a snapshot, as in back 1",
        "b 1 2    | b needs the number of a snapshot, as in b 1",
        "b 9999999999 | b needs the number of a snapshot, as in b 1",
        "bakc 1   | There is no 'bakc'. Did you mean back?",
        "n A      | n takes nothing more: 'A'",
        "q now    | q takes nothing more: 'now'",
        "snapshto | There is no 'snapshto'. Did you mean snapshot?",
        "restrat C| There is no 'restrat'. Did you mean restart?",
        "kil C    | There is no 'kil'. Did you mean kill?",
        "hlep     | There is no 'hlep'. Did you mean help?",
        "x        | There is no 'x'. ? shows what there is",
        "frobnicate | There is no 'frobnicate'. ? shows what there is",
        "transfer A B 5 | There is no 'transfer'. ? shows what there is",
      })
  void whatMakesNoSenseIsToldInALine(String line, String sentence) {
    assertThat(parse(line)).isEqualTo(new DemoOrder.Wrong(sentence));
  }

  @Test
  void whateverIsPastedTheAnswerIsOneShortLine() {
    DemoOrder order = parse("\u001b[2J" + "x".repeat(100_000) + "\n");
    assertThat(order).isInstanceOf(DemoOrder.Wrong.class);
    String sentence = ((DemoOrder.Wrong) order).sentence();
    assertThat(sentence).hasSizeLessThan(60).doesNotContain("\u001b");
    assertThat(((DemoOrder.Wrong) parse("kill " + "x".repeat(900))).sentence())
        .isEqualTo("There is no branch " + "x".repeat(20) + "…; there is A B C");
  }
}
