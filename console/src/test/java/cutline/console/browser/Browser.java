package cutline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test's own place in the one Chromium of all tests: its pages share nothing with those of
 * others, and it remembers what they complain of.
 */
public final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  // Ends with the JVM: Playwright has a hook for that.
  private static com.microsoft.playwright.@Nullable Browser chromium;

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  /** Skips the test if there is no Chromium, unless one is required. */
  public Browser() {
    if (!System.getProperty("cutline.browser", "").equals("required")) {
      assumeTrue(
          Files.isExecutable(CHROMIUM),
          "there is no " + CHROMIUM + ": the page is not tested in a browser");
    }
  }

  /** Playwright's objects belong to one thread, that of all tests. */
  private static com.microsoft.playwright.Browser chromium() {
    if (chromium == null) {
      chromium =
          Playwright.create(
                  new Playwright.CreateOptions()
                      .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(CHROMIUM)
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-gpu",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync")));
    }
    return chromium;
  }

  /** A page of 1280 by 800 pixels. */
  public Page page() {
    return page(context(1280, 800, ColorScheme.LIGHT, ReducedMotion.NO_PREFERENCE));
  }

  /** A page beside the others of its context. */
  public Page page(BrowserContext context) {
    Page page = context.newPage();
    page.setDefaultTimeout(30_000);
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      // A server that is away for a while is no mistake of the page's.
      if (message.type().equals("error") && !message.text().contains("net::ERR_CONNECTION")) {
        complaints.add(message.text());
      }
    });
    return page;
  }

  /** Cookies and places for streams of its own. */
  public BrowserContext context(int width, int height, ColorScheme colors, ReducedMotion motion) {
    BrowserContext context =
        chromium()
            .newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(colors)
                    .setReducedMotion(motion));
    contexts.add(context);
    return context;
  }

  /** Waits until what is found has a text that matches. */
  public static void awaitText(Locator where, String pattern) {
    try {
      where
          .page()
          .waitForCondition(() -> where.count() > 0 && text(where).matches("(?s)" + pattern));
    } catch (TimeoutError e) {
      throw new AssertionError("instead of " + pattern + ": " + where.allInnerTexts(), e);
    }
  }

  private static String text(Locator where) {
    return String.valueOf(where.first().evaluate("e => e.innerText ?? e.textContent"));
  }

  /** Whatever went wrong in a page since the browser was opened. */
  public List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).isEmpty();
  }
}
