package cutline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import cutline.console.Console;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lessons, as somebody goes through them. */
class LessonsPageTest {

  private final Browser browser = new Browser();
  private final Console console = Consoles.replay();

  @AfterEach
  void close() {
    console.close();
    browser.close();
  }

  private Page open() {
    // Without flights there is nothing to wait for between two steps.
    Page page = browser.page(browser.context(1280, 800, ColorScheme.LIGHT, ReducedMotion.REDUCE));
    page.navigate(console.launchLink() + "&t=1#learn");
    page.locator(".card").first().waitFor();
    return page;
  }

  private static JsonElement get(Page page, String path) {
    return JsonParser.parseString(
        String.valueOf(page.evaluate("async path => (await fetch(path)).text()", path)));
  }

  /** Answers whatever is asked, until the end; what it has seen on the way. */
  private static List<String> goThrough(Page page) {
    List<String> seen = new ArrayList<>();
    Locator next = page.locator("button.next");
    Locator place = page.locator(".lesson .place");
    while (true) {
      seen.add(page.locator(".caption").innerText());
      if (next.textContent().equals("Next lesson")) {
        return seen;
      }
      Locator answers = page.locator(".answers button");
      if (answers.count() > 0) {
        answers.first().click();
        assertThat(page.locator(".because").innerText()).hasSizeGreaterThan(20);
      }
      String before = place.textContent() + next.textContent();
      next.click();
      page.waitForCondition(() -> !(place.textContent() + next.textContent()).equals(before));
    }
  }

  @Test
  void everyLessonGoesToItsEndAndEveryBugShowsItsError() {
    Page page = open();
    List<JsonElement> lessons = get(page, "/api/lessons").getAsJsonArray().asList();
    assertThat(lessons).hasSizeGreaterThanOrEqualTo(8);
    assertThat(page.locator(".card").count()).isEqualTo(lessons.size());
    for (JsonElement element : lessons) {
      String id = element.getAsJsonObject().get("id").getAsString();
      JsonObject lesson = get(page, "/api/lessons/" + id).getAsJsonObject();
      String title = lesson.get("title").getAsString();
      page.getByText(title, new Page.GetByTextOptions().setExact(true)).click();
      Browser.awaitText(page.locator(".lesson h2"), java.util.regex.Pattern.quote(title));
      List<String> seen = goThrough(page);
      assertThat(seen).as(id).hasSizeGreaterThanOrEqualTo(lesson.getAsJsonArray("captions").size());
      for (JsonElement violation : lesson.getAsJsonArray("violations")) {
        assertThat(seen.getLast())
            .as(id)
            .contains("✗ " + violation.getAsJsonObject().get("sentence").getAsString());
      }
      if (!lesson.get("bug").isJsonNull()) {
        assertThat(lesson.getAsJsonArray("violations")).as(id).isNotEmpty();
      }
      page.locator("button.quiet").click();
      page.locator(".card").first().waitFor();
    }
  }

  @Test
  void theMessageUnderTheMouseIsLateAndAnotherSeedIsAnotherRun() {
    Page page = browser.page();
    page.navigate(console.launchLink() + "&t=0#learn");
    page.locator(".card").first().click();
    page.locator(".lesson:not([hidden])").waitFor();
    // Its first event sends $4 to B, and there they are.
    page.locator("learn-screen g.node").first().waitFor();
    page.keyboard().press("ArrowRight");
    Browser.awaitText(page.locator("#in-flight"), "\\$4");
    page.getByLabel("Play (space)").waitFor();
    page.waitForCondition(() -> {
      BoundingBox stage = page.locator("learn-screen .stage").boundingBox();
      for (double x = stage.x + stage.width / 16; x < stage.x + stage.width; x += 6) {
        page.mouse().move(x, stage.y + stage.height / 2 + 22);
        page.waitForTimeout(40);
        if (page.locator("bank-stage .tip:not([hidden])").count() > 0) {
          page.mouse().click(x, stage.y + stage.height / 2 + 22);
          return true;
        }
      }
      return false;
    });
    String log = page.locator("log-choice select").inputValue();
    page.getByText("3 ticks later").click();
    page.waitForCondition(() -> !page.locator("log-choice select").inputValue().equals(log));
    String later = page.locator("log-choice select").inputValue();
    JsonElement events = get(page, "/api/log?log=" + later).getAsJsonObject().get("events");
    JsonElement before = get(page, "/api/log?log=" + log).getAsJsonObject().get("events");
    assertThat(events).isNotEqualTo(before);

    page.locator(".what-if input").fill("5");
    page.locator(".what-if button").click();
    page.waitForCondition(() -> !page.locator("log-choice select").inputValue().equals(later));
    page.locator(".lesson:not([hidden])").waitFor();
  }

  @Test
  void aMessageThatIsLostChangesTheRun() {
    Page page = open();
    page.locator(".card").first().click();
    page.locator(".lesson:not([hidden])").waitFor();
    goThrough(page);
    String log = page.locator("log-choice select").inputValue();
    page.locator("space-time .hit").first().dispatchEvent("click");
    page.locator("dialog[open] .choices button").first().click();
    page.waitForCondition(() -> !page.locator("log-choice select").inputValue().equals(log));
    page.locator(".lesson:not([hidden])").waitFor();
    page.locator("#notices p").first().waitFor();
  }

  @Test
  void aLinkLeadsBackToALesson() {
    Page page = open();
    page.locator(".card").nth(1).click();
    page.locator(".lesson:not([hidden])").waitFor();
    String title = page.locator(".lesson h2").textContent();
    page.locator("button.next").click();
    page.locator("h1").click();
    page.keyboard().press("l");
    page.waitForCondition(() -> page.url().contains("lesson="));
    Page other = browser.page(page.context());
    other.navigate(page.url());
    Browser.awaitText(other.locator(".lesson h2"), java.util.regex.Pattern.quote(title));
  }
}
