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

  private final Browser browser = new Browser();
  private final Console console =
      Consoles.live(0, new Keys(), List.of("A", "B", "C", "D", "E", "F", "G", "H"));

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
    // 2,500 a second that take two seconds each are 5,000 discs.
    try (Trade _ = new Trade(console.log(), 1_000, 2_600, 2_000_000)) {
      page.waitForCondition(() -> discs(page) >= 4_900);
      report(page, "5,000 discs, 2,600 transfers/s");
    }
    try (Console another = Consoles.live(0, new Keys(), List.of("A", "B", "C", "D"))) {
      page.navigate(another.launchLink());
      try (Trade _ = new Trade(another.log(), 1_000, 1_000, 300_000)) {
        page.waitForCondition(() -> discs(page) > 200);
        report(page, "live, 1,000 transfers/s");
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
