package cutline.console.browser;

import com.microsoft.playwright.Page;
import cutline.console.Console;
import cutline.console.web.Keys;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How many pictures a second the Bank screen draws, in a browser that has no GPU. Not one of the
 * tests: {@code ./mvnw -pl console -am test -Dtest=FramesBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FramesBenchmark {

  private static final int SECONDS = 10;

  /** So much that nobody ever lacks it. */
  private static final long EACH = 1_000_000;

  private final Browser browser = new Browser();
  private final Console console =
      Consoles.live(0, new Keys(), List.of("A", "B", "C", "D", "E", "F", "G", "H"), EACH);

  @AfterEach
  void close() {
    console.close();
    browser.close();
  }

  @Test
  void measure() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    page.locator("bank-stage canvas").waitFor();
    System.out.printf("first paint                  %.0f ms%n", firstPaint(page));
    // 1,000 a second that take 5.2 seconds each.
    try (Trade _ = new Trade(console.log(), EACH, 1_000, 5_200_000)) {
      page.waitForCondition(() -> discs(page) >= 5_000);
      report(page, "5,000 discs, 8 branches");
    }
    for (int perSecond : new int[] {1_000, 5_000}) {
      try (Console busy = Consoles.live(0, new Keys(), List.of("A", "B", "C", "D"), EACH)) {
        page.navigate(busy.launchLink());
        try (Trade _ = new Trade(busy.log(), EACH, perSecond, 300_000)) {
          page.waitForCondition(() -> discs(page) > perSecond / 5);
          report(page, "%,d transfers/s, 4 branches".formatted(perSecond));
        }
      }
    }
  }

  private static int discs(Page page) {
    return (int) page.evaluate("() => document.querySelector('bank-stage')?.drawn ?? 0");
  }

  private static double firstPaint(Page page) {
    return ((Number)
            page.evaluate(
                "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"))
        .doubleValue();
  }

  private static void report(Page page, String what) {
    @SuppressWarnings("unchecked")
    List<Number> gaps =
        (List<Number>)
            page.evaluate(
                """
                seconds => new Promise(done => {
                  const times = [];
                  const frame = now => {
                    times.push(now);
                    if (now - times[0] < seconds * 1000) {
                      requestAnimationFrame(frame);
                    } else {
                      done(times.slice(1).map((t, i) => t - times[i]));
                    }
                  };
                  requestAnimationFrame(frame);
                })
                """,
                SECONDS);
    double sum = gaps.stream().mapToDouble(Number::doubleValue).sum();
    double slowest =
        gaps.stream()
            .mapToDouble(Number::doubleValue)
            .sorted()
            .skip(gaps.size() * 99L / 100)
            .findFirst()
            .orElse(0);
    System.out.printf(
        "%-28s %.1f frames/s, 99 %% within %.0f ms, %d discs at the end%n",
        what, gaps.size() / sum * 1_000, slowest, discs(page));
  }
}
