package cutline.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.MemberState;
import cutline.cli.testing.Snapshots;
import cutline.core.SnapshotStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is on the screen, character by character. With {@code -Dcutline.transcripts=rewrite} the
 * files are rewritten as the screens are now, for a person to read the difference.
 */
class WatchScreenTest {

  private static final Path SCREENS = Path.of("src/test/resources/cutline/cli/watch");
  private static final String TIME = "10:18:04";

  private static List<AttributedString> lines(
      WatchView view, int columns, int rows, boolean isColored) {
    List<AttributedString> lines = WatchScreen.lines(view, TIME, columns, rows, isColored);
    assertThat(lines).hasSize(rows);
    assertThat(lines).allMatch(line -> line.columnLength() <= columns);
    return lines;
  }

  private static String screen(WatchView view, int columns, int rows) {
    return lines(view, columns, rows, false).stream()
        .map(line -> line.toString().stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  private static void assertScreen(String file, WatchView view, int columns, int rows)
      throws IOException {
    String now = screen(view, columns, rows);
    Path golden = SCREENS.resolve(file);
    if ("rewrite".equals(System.getProperty("cutline.transcripts"))) {
      Files.writeString(golden, now);
    }
    assertThat(now).isEqualTo(Files.readString(golden));
  }

  private static WatchView.Row row(String name, long balance, double sent, double received) {
    return new WatchView.Row(name, MemberState.STARTED, "", balance, sent, received, 3, 3);
  }

  private static WatchView.Taken taken(int number, BankSnapshot result) {
    return new WatchView.Taken(number, "A", 0, 0, result);
  }

  private static WatchView usual(int selected, String message, boolean isHelp) {
    BankSnapshot exact =
        new Snapshots().balance("A", 3_612).balance("B", 0).inFlight("A", "B", 388).complete(4_000);
    return new WatchView(
        "aade64b1881ed4f364a2075f52bbedd4",
        4_000,
        List.of(
            row("A", 808, 1.8, 2),
            new WatchView.Row("B", MemberState.PAUSED, "", 962, 0, 12_345.6, 2, 3),
            new WatchView.Row(
                "C", MemberState.UNREACHABLE, "nobody listens at 127.0.0.1:9093", 0, 0, 0, 0, 0),
            row("D", 1_969, 2.84, 4.06)),
        selected,
        List.of(
            new WatchView.Taken(5, "B", 9, 12, null),
            new WatchView.Taken(4, "D", 0, 0, null),
            taken(3, new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from C")),
            taken(2, new Snapshots().balance("A", 3_655).complete(4_000, Duration.ofMillis(1_234))),
            taken(1, exact)),
        message,
        isHelp);
  }

  private static WatchView all(WatchView view) {
    List<WatchView.Row> rows = new ArrayList<>(view.rows());
    rows.set(2, row("C", 31, 0, 0));
    return new WatchView(
        view.id(), view.total(), rows, view.selected(), view.snapshots(), view.message(), false);
  }

  private static WatchView many(int members, int selected) {
    List<WatchView.Row> rows = new ArrayList<>();
    for (int member = 10; member < 10 + members; member++) {
      rows.add(row("branch-" + member, member, 1, 1));
    }
    return new WatchView(
        "f00d", 1_000_000, rows, selected, usual(0, "", false).snapshots(), "", false);
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "120, 40", "60, 12"})
  void theUsualSizes(int columns, int rows) throws IOException {
    String size = columns + "x" + rows + ".txt";
    assertScreen("watch-" + size, usual(1, "C killed.", false), columns, rows);
    assertScreen("watch-all-" + size, all(usual(-1, "", false)), columns, rows);
    assertScreen("watch-help-" + size, usual(1, "", true), columns, rows);
    assertScreen("watch-many-" + size, many(30, 15), columns, rows);
  }

  @Test
  void theSelectionIsAlwaysInSight() {
    for (int selected = 0; selected < 30; selected++) {
      assertThat(screen(many(30, selected), 80, 24)).contains(" ▸ branch-" + (10 + selected));
    }
    assertThat(screen(many(30, -1), 80, 24)).contains("branch 1–", " branch-10 ");
    assertThat(screen(many(30, 29), 80, 24)).contains("–30 of 30", " branch-39 ");
  }

  @ParameterizedTest
  @CsvSource({"59, 24", "80, 11", "20, 3", "1, 1"})
  void whatIsTooSmallSaysSo(int columns, int rows) {
    String text = " too small: %d×%d, needs 60×12 · q quits".formatted(columns, rows);
    String shown = text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
    assertThat(screen(usual(0, "", false), columns, rows).strip()).isEqualTo(shown.strip());
  }

  @Test
  void anySizeIsFilledExactly() {
    for (int columns = 1; columns < 140; columns += 3) {
      for (int rows = 1; rows < 50; rows++) {
        lines(usual(2, "x".repeat(300), false), columns, rows, true);
        lines(many(30, 29), columns, rows, true);
        lines(usual(2, "", true), columns, rows, true);
      }
    }
  }

  @Test
  void theLargestNumbersAndWideNamesStayInTheirLines() {
    WatchView view =
        new WatchView(
            "x",
            Long.MAX_VALUE,
            List.of(row("支店".repeat(30), Long.MAX_VALUE, 1e9, 1e9), row("B", Long.MAX_VALUE, 0, 0)),
            0,
            List.of(
                taken(
                    Integer.MAX_VALUE,
                    new Snapshots().balance("A", Long.MAX_VALUE).complete(Long.MAX_VALUE))),
            "支店".repeat(100),
            false);
    lines(view, 60, 12, true);
    String wide = screen(view, 160, 24);
    assertThat(wide)
        .contains("9,223,372,036,854,775,807", "1,000,000,000", "支店")
        .contains("-$9,223,372,036,854,775,807");
  }

  @Test
  void withoutColoursThereIsOnlyText() {
    assertThat(lines(usual(1, "C killed.", false), 80, 24, false))
        .allSatisfy(line -> assertThat(line.toAnsi()).isEqualTo(line.toString()));
  }

  /** What the user's own theme makes readable, on dark and on light. */
  @Test
  void onlyTheTerminalsOwnColoursAreUsed() {
    String screen =
        lines(usual(1, "C killed.", false), 80, 24, true).stream()
            .map(AttributedString::toAnsi)
            .collect(Collectors.joining("\n"));
    assertThat(screen)
        .contains("\033[32mstarted", "\033[7m ▸ B", "\033[31;1mnot reachable", "\033[31;1m✗")
        .doesNotContain("38;", "48;");
  }
}
