package cutline.console.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import cutline.console.Console;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures in docs/console. Not one of the tests: {@code ./mvnw -pl console -am test
 * -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Screenshots {

  private static final Path DIRECTORY = Path.of("../docs/console");
  private static final List<String> SCREENS =
      List.of("bank", "space-time", "snapshots", "compare", "learn");
  private static final long SETTLED = 1_500;

  private final Browser browser = new Browser();
  private final Console console = Consoles.replay();

  @AfterEach
  void close() {
    console.close();
    browser.close();
  }

  @Test
  void take() {
    for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      take(1280, 800, colors);
      take(390, 844, colors);
    }
  }

  private void take(int width, int height, ColorScheme colors) {
    BrowserContext context = browser.context(width, height, colors, ReducedMotion.NO_PREFERENCE);
    Page page = browser.page(context);
    page.navigate(console.launchLink() + "&t=270");
    for (String screen : SCREENS) {
      page.keyboard().press(String.valueOf(SCREENS.indexOf(screen) + 1));
      page.locator(screen + "-screen").waitFor();
      if (screen.equals("learn")) {
        page.locator(".card").first().click();
        page.locator(".lesson:not([hidden])").waitFor();
        page.locator("button.next").click();
      }
      page.waitForLoadState(LoadState.NETWORKIDLE);
      page.waitForTimeout(SETTLED);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(
                  DIRECTORY.resolve(
                      "%s-%s-%d.png"
                          .formatted(
                              screen, colors.name().toLowerCase(java.util.Locale.ROOT), width))));
    }
    context.close();
  }
}
