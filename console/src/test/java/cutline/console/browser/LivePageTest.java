package cutline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import cutline.console.Console;
import cutline.console.web.Keys;
import cutline.core.ChannelOrder;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.Observation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of a bank that is at work. */
class LivePageTest {

  private static final List<String> NAMES = List.of("A", "B", "C", "D");
  private static final long DELAY = 600_000;

  /** Longer than the page waits for events that are there, in milliseconds. */
  private static final double LATE = 500;

  private static final Pattern STATE_OR_LOG = Pattern.compile("/api/(state|log)\\?");

  private final Browser browser = new Browser();
  private final Keys keys = new Keys();
  private Console console = Consoles.live(0, keys, NAMES);

  @AfterEach
  void close() {
    console.close();
    browser.close();
  }

  private static long dollars(String text) {
    return Long.parseLong(text.replaceAll("[$,]", ""));
  }

  private static String shown(Page page, String id) {
    return String.valueOf(page.evaluate("id => document.getElementById(id).textContent", id));
  }

  private Collector bank() {
    return new Collector(
        console.log().shape().processes(), ChannelOrder.FIFO, 100, console.log()::add);
  }

  /** As the server tells the page. */
  private static JsonObject state(Page page) {
    return JsonParser.parseString(
            String.valueOf(page.evaluate("async () => (await fetch('/api/state')).text()")))
        .getAsJsonObject();
  }

  /** The page shows just what the server says, branch by branch, once nothing moves any more. */
  private static void assertShowsTheState(Page page) {
    JsonObject state = state(page);
    page.waitForCondition(
        () -> shown(page, "in-flight").equals(amount(state.get("inFlightTotal").getAsLong())));
    JsonObject balances = state.getAsJsonObject("balances");
    List<String> names = List.copyOf(balances.keySet());
    for (int i = 0; i < names.size(); i++) {
      String expected = amount(balances.get(names.get(i)).getAsLong());
      Locator cell =
          page.locator("state-table tbody").first().locator("tr").nth(i).locator("td").first();
      page.waitForCondition(() -> cell.textContent().equals(expected));
    }
  }

  private static String amount(long dollars) {
    return "$%,d".formatted(dollars);
  }

  @Test
  void theTotalThatIsShownIsTheServersWhileMoneyMoves() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    try (Trade _ = new Trade(console.log(), 1_000, 200, DELAY)) {
      Browser.awaitText(page.locator("#total"), "\\$4,000");
      Set<String> balances = new HashSet<>();
      page.waitForCondition(() -> {
        @SuppressWarnings("unchecked")
        List<String> figures =
            (List<String>)
                page.evaluate(
                    "() => ['balances', 'in-flight', 'total']"
                        + ".map(id => document.getElementById(id).textContent)");
        assertThat(figures.get(2)).isEqualTo("$4,000");
        assertThat(dollars(figures.get(0)) + dollars(figures.get(1))).isEqualTo(4_000);
        assertThat(state(page).get("total").getAsLong()).isEqualTo(4_000);
        balances.add(figures.get(0));
        return balances.size() > 20;
      });
    }
    assertThat(page.locator("conservation-bar .verdict").textContent()).isEqualTo("✓ exact");
    assertShowsTheState(page);
  }

  /** B has received money while nobody looked; the next message says so to the server alone. */
  @Test
  void aTotalThatWasNotCertainIsSetRight() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    Browser.awaitText(page.locator("#total"), "\\$4,000");
    Collector bank = bank();
    bank.take(new Observation("A", 1, new Action.Send("B", "0.1", 40, null)));
    bank.take(new Observation("B", 2, new Action.Gap("it was away", 1_040L)));
    Browser.awaitText(page.locator("conservation-bar .verdict"), "not certain");
    assertThat(shown(page, "total")).isEqualTo("$4,040");
    bank.take(new Observation("A", 3, new Action.Send("B", "0.2", 5, null)));
    bank.take(new Observation("B", 4, new Action.Receive("A", "0.2", 5, null, List.of())));
    page.waitForCondition(() -> {
      bank.take(new Observation("C", 5, new Action.Connect("A")));
      return shown(page, "total").equals("$4,000");
    });
    Browser.awaitText(page.locator("conservation-bar .verdict"), "✓ exact");
  }

  /** It is the newest when the server gives it, and no longer when it comes. */
  @Test
  void nothingIsMissingOrDoubleWhenAStateTakesLong() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    Browser.awaitText(page.locator("#total"), "\\$4,000");
    Collector bank = bank();
    Queue<Route> held = new ArrayDeque<>();
    page.route(STATE_OR_LOG, held::add);
    bank.take(new Observation("C", 1, new Action.Gap("the page asks for the state", 1_000L)));
    page.waitForCondition(() -> !held.isEmpty());
    Route state = held.remove();
    APIResponse answer = state.fetch();
    bank.take(new Observation("A", 2, new Action.Send("B", "0.1", 7, 993L)));
    page.waitForTimeout(LATE);
    state.fulfill(new Route.FulfillOptions().setResponse(answer));
    page.waitForCondition(() -> !held.isEmpty());
    bank.take(new Observation("A", 3, new Action.Send("B", "0.2", 9, 984L)));
    page.waitForTimeout(LATE);
    page.unroute(STATE_OR_LOG);
    held.forEach(Route::resume);
    Browser.awaitText(page.locator("#balances"), "\\$3,984");
    assertShowsTheState(page);
  }

  @Test
  void whoGoesBackWhileAStateIsOnItsWayHearsWhatComes() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    Browser.awaitText(page.locator("#total"), "\\$4,000");
    Collector bank = bank();
    bank.take(new Observation("A", 1, new Action.Send("B", "0.1", 7, 993L)));
    Browser.awaitText(page.locator("#in-flight"), "\\$7");
    Queue<Route> held = new ArrayDeque<>();
    page.route(STATE_OR_LOG, held::add);
    bank.take(new Observation("C", 2, new Action.Gap("the page asks for the state", 1_000L)));
    page.waitForCondition(() -> held.size() == 1);
    page.keyboard().press("ArrowLeft");
    page.waitForCondition(() -> held.size() == 2);
    page.unroute(STATE_OR_LOG);
    held.forEach(Route::resume);
    Browser.awaitText(page.locator("timeline-bar .place"), "event [01] of 2.*");
    bank.take(new Observation("A", 3, new Action.Send("B", "0.2", 9, 984L)));
    Browser.awaitText(page.locator("timeline-bar .place"), "event [01] of 3.*");
  }

  @Test
  void muchMoneyIsSummedUpAndTheTotalStays() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    Browser.awaitText(page.locator("#total"), "\\$4,000");
    try (Trade _ = new Trade(console.log(), 1_000, 20_000, 5_000)) {
      page.waitForCondition(
          () -> state(page).getAsJsonObject("counts").get("sent").getAsLong() > 30_000);
      assertThat(shown(page, "total")).isEqualTo("$4,000");
    }
    assertShowsTheState(page);
  }

  /** A server that was started again knows nobody; who opens its link lets all pages in. */
  @Test
  void aPageThatIsLetInAgainGoesOn() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    Browser.awaitText(page.locator("#total"), "\\$4,000");
    List<String> refused = new ArrayList<>();
    page.onResponse(answer -> {
      if (answer.status() == 401 && answer.url().contains("/api/state")) {
        refused.add(answer.url());
      }
    });
    int port = console.port();
    console.close();
    console = Consoles.live(port, new Keys(), NAMES);
    Browser.awaitText(page.locator(".mode"), "AWAY");
    page.waitForCondition(() -> refused.size() > 1);
    page.context().newPage().navigate(console.launchLink());
    Browser.awaitText(page.locator(".mode"), "LIVE");
    bank().take(new Observation("A", 1, new Action.Send("B", "0.1", 7, 993L)));
    Browser.awaitText(page.locator("#in-flight"), "\\$7");
    // The browser reports those.
    browser.complaints().removeIf(complaint -> complaint.contains("status of 401"));
  }

  @Test
  void behindARestartOfTheServerNothingIsMissingOrDouble() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    try (Trade _ = new Trade(console.log(), 1_000, 200, DELAY)) {
      Browser.awaitText(page.locator("#in-flight"), "\\$[1-9].*");
    }
    int port = console.port();
    console.close();
    Browser.awaitText(page.locator(".mode"), "AWAY");
    console = Consoles.live(port, keys, NAMES);
    assertThat(console.port()).isEqualTo(port);
    try (Trade _ = new Trade(console.log(), 1_000, 200, DELAY)) {
      Browser.awaitText(page.locator(".mode"), "LIVE");
      Browser.awaitText(page.locator("#in-flight"), "\\$[1-9].*");
    }
    Browser.awaitText(page.locator("#total"), "\\$4,000");
    assertShowsTheState(page);
    // And the place in the log is that of the new one.
    Browser.awaitText(
        page.locator("timeline-bar .place"), ".* of %,d".formatted(console.log().last()));
  }

  @Test
  void sevenPagesAtOnceAllGoOn() {
    BrowserContext context =
        browser.context(900, 600, ColorScheme.LIGHT, ReducedMotion.NO_PREFERENCE);
    List<Page> pages = new ArrayList<>();
    try (Trade _ = new Trade(console.log(), 1_000, 100, DELAY)) {
      for (int i = 0; i < 7; i++) {
        Page page = browser.page(context);
        page.navigate(
            i == 0 ? console.launchLink() : "http://127.0.0.1:%d/".formatted(console.port()));
        pages.add(page);
      }
      for (Page page : pages) {
        Browser.awaitText(page.locator("#in-flight"), "\\$[1-9].*");
        String place = page.locator("timeline-bar .place").textContent();
        page.waitForCondition(
            () -> !page.locator("timeline-bar .place").textContent().equals(place));
        assertThat(shown(page, "total")).isEqualTo("$4,000");
      }
    }
    pages.forEach(LivePageTest::assertShowsTheState);
  }

  @Test
  void aPageThatNobodySeesHasNoStream() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    try (Trade _ = new Trade(console.log(), 1_000, 100, DELAY)) {
      awaitStreams(page, 1);
      see(page, false);
      awaitStreams(page, 0);
      see(page, true);
      awaitStreams(page, 1);
      Browser.awaitText(page.locator("#in-flight"), "\\$[1-9].*");
    }
    assertShowsTheState(page);
  }

  private static void see(Page page, boolean seen) {
    page.evaluate(
        """
        hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        !seen);
  }

  private static void awaitStreams(Page page, int count) {
    page.waitForCondition(() ->
        String.valueOf(page.evaluate("async () => (await fetch('/metrics')).text()"))
            .matches("(?s).*\ncutline_console_streams %d(\\.0)?\n.*".formatted(count)));
  }

  @Test
  void onePutsTheSliderBackAndComesToTheNewestAgain() {
    Page page = browser.page();
    page.navigate(console.launchLink());
    try (Trade _ = new Trade(console.log(), 1_000, 100, DELAY)) {
      page.waitForCondition(() -> console.log().last() > 200);
      page.keyboard().press(" ");
      page.locator("timeline-bar > input").fill("100");
      Browser.awaitText(page.locator("timeline-bar .place"), "event 100 of .*");
      Browser.awaitText(page.locator("#total"), "\\$4,000");
      page.locator("h1").click();
      page.keyboard().press("ArrowLeft");
      Browser.awaitText(page.locator("timeline-bar .place"), "event 99 of .*");
      page.keyboard().press("ArrowRight");
      Browser.awaitText(page.locator("timeline-bar .place"), "event 100 of .*");
      page.keyboard().press("End");
      page.waitForCondition(() -> page.locator("timeline-bar.following").count() == 1);
    }
    assertShowsTheState(page);
  }

  @Test
  void hostileNamesAreTextAndNothingElse() {
    String hostile = "<img/src=x/onerror=document.title='hacked'>";
    console.close();
    console = Consoles.live(0, keys, List.of(hostile, "'\"&amp;", "</script><svg/onload=1>"));
    Page page = browser.page();
    page.navigate(console.launchLink());
    try (Trade _ = new Trade(console.log(), 1_000, 50, DELAY)) {
      Browser.awaitText(page.locator("event-list"), ".*<img/src=x/onerror.* sends .*");
      page.locator("g.node").first().click();
      Browser.awaitText(
          page.locator(".inspector h2"), "Branch " + java.util.regex.Pattern.quote(hostile));
      for (String key : List.of("2", "3", "4", "5", "1", "t")) {
        page.keyboard().press(key);
        page.waitForTimeout(200);
      }
      assertThat(page.locator("img").count()).isZero();
      assertThat(page.title()).doesNotContain("hacked");
    }
    assertShowsTheState(page);
  }

  @Test
  void whoWantsCalmGetsFiguresInPlaceOfFlights() {
    Page page = browser.page(browser.context(1280, 800, ColorScheme.DARK, ReducedMotion.REDUCE));
    page.navigate(console.launchLink());
    try (Trade _ = new Trade(console.log(), 1_000, 100, DELAY)) {
      Browser.awaitText(page.locator("bank-stage .counter").first(), "\\d+ · \\$\\d+");
      assertThat(page.evaluate("() => document.querySelector('bank-stage').drawn")).isEqualTo(0);
    }
  }
}
