package cutline.console.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import cutline.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures in docs/images, of a demo that was recorded. Not one of the tests: {@code
 * ./mvnw -pl console -am test -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Screenshots {

  private static final Path DIRECTORY = Path.of("../docs/images");

  /** In the middle of a snapshot, and behind it. */
  private static final int DURING = 94;

  private static final int BEHIND = 150;
  private static final long SETTLED = 1_200;

  private final Browser browser = new Browser();

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void take() throws IOException {
    Files.createDirectories(DIRECTORY);
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      take(1280, 800, colors);
      take(390, 844, colors);
    }
  }

  private void take(int width, int height, ColorScheme colors) throws IOException {
    String look = "%s-%d.png".formatted(colors.name().toLowerCase(Locale.ROOT), width);
    Console console = Consoles.replay();
    BrowserContext context = browser.context(width, height, colors, ReducedMotion.NO_PREFERENCE);
    Page page = browser.page(context);
    page.navigate(console.guestLink() + "&t=" + DURING);
    shoot(page, "g.node", "bank-" + look);
    page.locator("timeline-bar > input").fill(String.valueOf(BEHIND));
    page.locator("h1").click();
    page.keyboard().press("2");
    shoot(page, ".cut.chosen", "space-time-" + look);
    page.keyboard().press("x");
    shoot(page, ".cut.chosen", "straight-" + look);
    page.keyboard().press("3");
    page.locator(".strip .good").first().click();
    shoot(page, "snapshot-gantt .part", "snapshots-" + look);
    page.keyboard().press("4");
    shoot(page, "run-strip .read", "compare-" + look);
    page.keyboard().press("5");
    shoot(page, ".card", "learn-" + look);
    page.locator(".card").filter(new Locator.FilterOptions().setHasText("two rules")).click();
    page.locator(".lesson:not([hidden])").waitFor();
    while (page.locator(".answers").count() == 0) {
      page.locator("button.next").click();
      page.waitForTimeout(SETTLED);
    }
    shoot(page, ".answers", "lesson-" + look);
    context.close();
    console.close();
  }

  private static void shoot(Page page, String seen, String name) throws IOException {
    page.locator(seen).first().waitFor();
    page.waitForTimeout(SETTLED);
    SmallPng.write(page.screenshot(), DIRECTORY.resolve(name));
  }
}
