package cutline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import cutline.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of a bank that was recorded. */
class ReplayPageTest {

  private static final List<String> SCREENS =
      List.of("bank", "space-time", "snapshots", "compare", "learn");

  /** What there is on each of them once it is complete. */
  private static final List<String> SEEN =
      List.of("g.node", ".cut.chosen", "snapshot-gantt .part", "run-strip .read", ".card");

  private final Browser browser = new Browser();
  private final Console console = Consoles.replay();

  @AfterEach
  void close() {
    console.close();
    browser.close();
  }

  private Page open(String place) {
    Page page = browser.page();
    page.navigate(console.launchLink() + place);
    return page;
  }

  private String file(Download download) throws IOException {
    return Files.readString(download.path());
  }

  private Download choose(Page page, String entry) {
    page.locator("button.menu").click();
    return page.waitForDownload(() ->
        page.getByRole(
                com.microsoft.playwright.options.AriaRole.MENUITEM,
                new Page.GetByRoleOptions().setName(entry).setExact(true))
            .click());
  }

  @Test
  void keysLeadThroughAllScreensAndThroughTime() {
    Page page = open("&t=100");
    Browser.awaitText(page.locator("timeline-bar .place"), "event 100 of 350");
    for (int i = 0; i < SCREENS.size(); i++) {
      page.keyboard().press(String.valueOf(i + 1));
      page.locator(SCREENS.get(i) + "-screen").waitFor();
      assertThat(page.locator("nav [aria-current]").count()).isOne();
    }
    page.keyboard().press("1");
    page.keyboard().press("ArrowRight");
    Browser.awaitText(page.locator("timeline-bar .place"), "event 101 of 350");
    page.keyboard().press("ArrowLeft");
    page.keyboard().press("ArrowLeft");
    Browser.awaitText(page.locator("timeline-bar .place"), "event 99 of 350");
    page.keyboard().press(" ");
    Browser.awaitText(page.locator("timeline-bar .place"), "event 1[0-9][0-9] of 350");
    page.keyboard().press(" ");
    page.keyboard().press("/");
    page.keyboard().type("type:send from:A");
    page.waitForCondition(() -> {
      List<String> found = page.locator("event-list li:not([hidden]) button").allInnerTexts();
      return !found.isEmpty() && found.stream().allMatch(line -> line.startsWith("A sends $"));
    });
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    page.locator("dialog[open]").waitFor();
    page.keyboard().press("Escape");
    page.locator("dialog")
        .waitFor(
            new com.microsoft.playwright.Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    page.keyboard().press("t");
    assertThat(page.locator("state-table table").first().isVisible()).isTrue();
    page.keyboard().press("l");
    assertThat(page.url()).contains("t=").endsWith("#bank");
  }

  @Test
  void everyPlaceInTheLogHasTheWholeTotal() {
    Page page = open("&t=0");
    for (int seq : new int[] {0, 1, 57, 200, 311, 350}) {
      page.locator("timeline-bar > input").fill(String.valueOf(seq));
      Browser.awaitText(page.locator("timeline-bar .place"), "event %d of 350".formatted(seq));
      Browser.awaitText(page.locator("#total"), "\\$4,000");
    }
  }

  @Test
  void aStraightenedCutIsVerticalAndNoMessageTurnsBack() {
    Page page = open("&t=350#space-time");
    page.locator("space-time .cut.chosen").waitFor();
    assertThat(cutXs(page)).hasSizeGreaterThan(1);
    assertThat(page.locator("space-time .message.forward").count()).isPositive();
    page.locator("button.primary").click();
    page.waitForCondition(() -> cutXs(page).size() == 1);
    Object back =
        page.evaluate(
            "() => [...document.querySelectorAll('space-time .message')]"
                + ".filter(l => Number(l.getAttribute('x1')) > Number(l.getAttribute('x2'))).length");
    assertThat(back).isEqualTo(0);
    assertThat(page.locator("p.verdict").textContent()).startsWith("✓").contains("= $4,000");
    page.locator("space-time-screen input").fill("from:A amount>50");
    Browser.awaitText(page.locator(".found"), "[1-9]\\d* events?");
  }

  private static List<String> cutXs(Page page) {
    String points = page.locator("space-time .cut.chosen").getAttribute("points");
    return Arrays.stream(points.split(" "))
        .map(point -> point.split(",", 2)[0])
        .distinct()
        .toList();
  }

  @Test
  void snapshotsAreToldWithTheirLaggardAndCompared() {
    Page page = open("&t=350#snapshots");
    Browser.awaitText(page.locator("snapshots-screen .titles"), ".*under way.*");
    page.locator(".strip").focus();
    page.keyboard().press("ArrowLeft");
    Browser.awaitText(page.locator("snapshots-screen .titles"), ".*= \\$4,000, exact.*was last.*");
    assertThat(page.locator("snapshot-gantt .part").count()).isEqualTo(4);
    page.keyboard().press("4");
    Browser.awaitText(page.locator(".panels section").first(), ".*\\$4,000\\s*✓ exact.*");
    Browser.awaitText(page.locator(".panels section").last(), ".*✗ \\$[\\d,]+ missing.*");
  }

  @Test
  void theExportedPictureIsSvgWhoseCutsCrossEachLaneOnce() throws Exception {
    Page page = open("&t=350");
    Browser.awaitText(page.locator("timeline-bar .place"), "event 350 of 350");
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(choose(page, "Picture (SVG)").path().toFile());
    List<String> lanes = ys(picture, "//*[contains(@class,'lane')]/@y1");
    NodeList cuts =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate("//*[local-name()='polyline']", picture, XPathConstants.NODESET);
    assertThat(lanes).hasSize(4);
    assertThat(cuts.getLength()).isPositive();
    for (int i = 0; i < cuts.getLength(); i++) {
      List<String> crossed =
          Arrays.stream(((Element) cuts.item(i)).getAttribute("points").split(" "))
              .map(point -> point.split(",", 2)[1])
              .filter(lanes::contains)
              .toList();
      assertThat(crossed).doesNotHaveDuplicates();
      assertThat(lanes).containsAll(crossed);
    }
    assertThat(choose(page, "Picture (PNG)").path()).isNotEmptyFile();
  }

  private static List<String> ys(Document picture, String path) throws Exception {
    NodeList found =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, picture, XPathConstants.NODESET);
    return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
        .map(i -> found.item(i).getNodeValue())
        .toList();
  }

  @Test
  void everyLineForShiVizMatchesItsParser() throws IOException {
    Page page = open("&t=350");
    Browser.awaitText(page.locator("timeline-bar .place"), "event 350 of 350");
    String log = file(choose(page, "ShiViz log"));
    // As ShiViz does it: its parser is one of JavaScript's.
    Object parsed =
        page.evaluate(
            """
            log => {
              const [parser, empty, ...lines] = log.trimEnd().split("\\n");
              const matches = [...lines.join("\\n").matchAll(new RegExp(parser, "g"))];
              return [empty, lines.length / 2, matches.filter(m => JSON.parse(m.groups.clock)[m.groups.host] > 0).length];
            }
            """,
            log);
    assertThat(parsed).isEqualTo(List.of("", 350, 350));
    assertThat(file(choose(page, "Event log (NDJSON)")).lines().count()).isEqualTo(351);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void nothingSeriousKeepsAnybodyOut(ColorScheme colors) {
    Page page = browser.page(browser.context(1280, 800, colors, ReducedMotion.REDUCE));
    page.navigate(console.launchLink() + "&t=300");
    for (int i = 0; i < SCREENS.size(); i++) {
      page.keyboard().press(String.valueOf(i + 1));
      page.locator(SEEN.get(i)).first().waitFor();
      assertHarmless(page, colors, SCREENS.get(i));
    }
    page.locator(".card").first().click();
    page.locator(".lesson:not([hidden])").waitFor();
    page.locator("button.next").click();
    page.locator(".answers button").first().click();
    assertHarmless(page, colors, "lesson");
    page.keyboard().press("1");
    page.keyboard().press("t");
    page.locator("button.menu").click();
    assertHarmless(page, colors, "table and menu");
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    assertHarmless(page, colors, "help");
  }

  private static void assertHarmless(Page page, ColorScheme colors, String where) {
    AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
    if (colors == ColorScheme.DARK) {
      // The rest is what it is in the light.
      axe.withRules(List.of("color-contrast"));
    }
    assertThat(
            axe.analyze().getViolations().stream()
                .filter(found -> List.of("serious", "critical").contains(found.getImpact()))
                .map(found ->
                    where + ": " + found.getId() + " " + found.getNodes().getFirst().getHtml())
                .toList())
        .isEmpty();
  }

  @Test
  void thePageIsLight() {
    Page page = open("&t=0#learn");
    page.locator("learn-screen").waitFor();
    Number bytes =
        (Number)
            page.evaluate(
                "() => [...performance.getEntriesByType('navigation'),"
                    + " ...performance.getEntriesByType('resource')]"
                    + ".filter(e => !e.name.includes('/api/')).reduce((sum, e) => sum + e.decodedBodySize, 0)");
    assertThat(bytes.longValue()).isBetween(50_000L, 300L * 1024);
  }
}
