package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.command.Protocol;
import cutline.cli.terminal.Colors;
import cutline.cli.testing.Snapshots;
import cutline.cli.testing.SocketBank;
import cutline.cli.text.BankTitle;
import cutline.cli.text.NaiveText;
import cutline.cli.text.SnapshotText;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTextTest {

  private static BankDefinition bank(long total, int branches) {
    List<Member> members =
        IntStream.range(0, branches)
            .mapToObj(i -> new Member(String.valueOf((char) ('A' + i)), "h", i + 1))
            .toList();
    return BankDefinition.dealt(total, members, SocketBank.TRAFFIC);
  }

  @Test
  void beginning() {
    assertThat(BankTitle.of(4, 4_000, 7, Protocol.TCP))
        .isEqualTo("Bank of 4 branches · total $4,000 · seed 7");
    assertThat(BankTitle.of(4, 4_000, 7, Protocol.UDP))
        .isEqualTo("Bank of 4 branches · total $4,000 · seed 7 · over UDP");
    assertThat(BankTitle.of(1, 0, -3, Protocol.TCP))
        .isEqualTo("Bank of 1 branch · total $0 · seed -3");
    assertThat(DemoText.opening(bank(4_000, 4)))
        .containsExactly(" A $1,000   B $1,000   C $1,000   D $1,000   in flight $0");
    assertThat(DemoText.opening(bank(26_000_000, 26)))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.length() <= 80)
        .last()
        .asString()
        .endsWith("in flight $0");
    assertThat(DemoText.HELP).allMatch(line -> line.length() <= 80);
    assertThat(DemoText.KEYS).hasSizeLessThanOrEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1655 | Naive snapshot        balances 3,655     ✗ 345 missing (was in flight)",
        "2012 | Naive snapshot        balances 4,012     ✗ 12 too many (counted twice)",
        "2000 | Naive snapshot        balances 4,000     = 4,000, by luck: nothing was in flight",
      })
  void naive(long balanceOfB, String line) {
    List<String> lines =
        NaiveText.lines(
            4_000,
            List.of("A", "B"),
            sorted(Map.of("A", 2_000L, "B", balanceOfB)),
            new TreeMap<>());
    assertThat(lines).containsExactly(line, "  asked one after another, no markers");
    assertThat(lines).allMatch(each -> each.length() <= 80);
  }

  @Test
  void naiveNamesWhoDidNotAnswer() {
    assertThat(
            NaiveText.lines(
                    4_000,
                    List.of("A", "B", "C"),
                    sorted(Map.of("A", 2_000L)),
                    sorted(Map.of("C", "killed")))
                .getFirst())
        .isEqualTo("Naive snapshot        balances 2,000     ✗ no balance from B, C (killed)");
  }

  private static <T> SequencedMap<String, T> sorted(Map<String, T> map) {
    return new TreeMap<>(map);
  }

  @Test
  void killing() {
    assertThat(DemoText.killed("C", 214))
        .isEqualTo("C killed. Channels to C hold $214 (kept by their senders).");
  }

  @Test
  void comingBack() {
    assertThat(DemoText.recovered("C", 967, 3, List.of()))
        .isEqualTo("C recovered from its journal: balance $967, 3 transfers resent, 0 lost.");
    assertThat(DemoText.recovered("C", 1_967, 1, List.of("A", "B")))
        .endsWith("balance $1,967, 1 transfer resent, not yet connected to A, B.");
    assertThat(DemoText.ended("C", 137)).isEqualTo("C has ended (signal 9)");
    assertThat(DemoText.ended("C", 4)).isEqualTo("C has ended (exit code 4)");
  }

  @Test
  void aSnapshotThatHadToWaitSaysForWhom() {
    BankSnapshot exact = new Snapshots().balance("A", 4_000).complete(4_000);
    assertThat(DemoText.afterWait(2, exact, sorted(Map.of("C", Duration.ofMillis(6_400)))))
        .containsExactly("Snapshot 2  total 4,000 ✓ exact   (C was dead for 6 s)");
    assertThat(DemoText.afterWait(2, exact, sorted(Map.of())))
        .isEqualTo(SnapshotText.lines(2, exact));
    BankSnapshot wrong = new Snapshots().balance("A", 3_000).complete(4_000);
    assertThat(DemoText.afterWait(2, wrong, sorted(Map.of("C", Duration.ZERO))))
        .isEqualTo(SnapshotText.lines(2, wrong));
    BankSnapshot none = new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from C");
    assertThat(DemoText.afterWait(2, none, sorted(Map.of("C", Duration.ZERO))))
        .containsExactly("Snapshot 2  INCOMPLETE: no report from C. Not a result.");
  }

  @Test
  void sentencesBreakBetweenWordsAndTablesDoNot() {
    assertThat(DemoText.wrapped("one two three", 7)).containsExactly("one two", "three");
    assertThat(DemoText.wrapped("one two three", 8)).containsExactly("one two", "three");
    assertThat(DemoText.wrapped("incomprehensible", 7)).containsExactly("incomprehensible");
    assertThat(DemoText.wrapped("  one two three", 7)).containsExactly("  one two three");
    assertThat(DemoText.wrapped("one two", 0)).containsExactly("one two");
  }

  @Test
  void onlyVerdictsHaveColours() {
    Colors colors = Colors.of(Colors.When.always, Map.of(), false);
    assertThat(DemoText.colored("total 4,000  ✓ exact", colors))
        .isEqualTo("total 4,000  " + colors.good("✓ exact"));
    assertThat(DemoText.colored("balances 3,655  ✗ 345 missing of $4,000", colors))
        .isEqualTo("balances 3,655  " + colors.bad("✗ 345 missing of $4,000"));
    assertThat(DemoText.colored("A 3 $1 ✓ exact", Colors.NONE)).isEqualTo("A 3 $1 ✓ exact");
  }
}
