package cutline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import cutline.cli.testing.Program;
import cutline.cli.testing.Tmux;
import cutline.console.browser.Browser;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo in a browser: branches that are processes, and somebody who has no mouse. */
class DemoPageTest {

  private static final String LINK = "Console: ";

  @TempDir private Path directory;

  private final Browser browser = new Browser();

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void snapshotKillAndRecoverWithKeysAlone() throws Exception {
    Map<String, String> all = Map.of("CUTLINE_RUNTIME_DIR", directory.resolve("run").toString());
    try (Tmux tmux =
        Tmux.start(
            120,
            24,
            directory,
            all,
            Program.command("demo", "--web", "0", "--every", "50ms", "--delay", "0s..1s"))) {
      tmux.awaitLine("^" + LINK + "http");
      tmux.awaitLine("^>$");
      String link =
          tmux.screen().stream()
              .filter(line -> line.startsWith(LINK))
              .map(line -> line.substring(LINK.length()))
              .findFirst()
              .orElseThrow();
      Page page = browser.page();
      page.navigate(link);
      Browser.awaitText(page.locator("#in-flight"), "\\$[1-9].*");

      page.keyboard().press("s");
      page.locator("g.node[data-phase=recording]").first().waitFor();
      Browser.awaitText(page.locator("#notices"), ".*\\$4,000.*exact.*");

      page.keyboard().press("k");
      page.locator("dialog[open]").waitFor();
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      page.locator("g.node[data-phase=down]").first().waitFor();
      assertThat(page.locator("g.node[data-phase=down]").count()).isOne();
      Browser.awaitText(page.locator("#notices"), ".* killed\\. .*");
      // What is on its way to a dead branch is still there; what it did last may be unknown.
      Browser.awaitText(page.locator(".verdict"), "✓ exact|not certain");

      page.keyboard().press("s");
      Browser.awaitText(page.locator(".inspector"), ".*under way\\s+[A-D]\\.\\d+\\.\\d+.*");
      page.keyboard().press("r");
      page.waitForCondition(() -> page.locator("g.node[data-phase=down]").count() == 0);
      Browser.awaitText(page.locator(".inspector"), ".*under way\\s+none.*");
      Browser.awaitText(page.locator("#total"), "\\$4,000");

      page.keyboard().press("3");
      page.locator(".strip .good").nth(1).waitFor();
      page.keyboard().press("n");
      Browser.awaitText(page.locator("#notices"), ".*[Nn]aive.*");
      tmux.line("q");
      tmux.awaitLine("^Reproduce: .*");
    }
  }
}
