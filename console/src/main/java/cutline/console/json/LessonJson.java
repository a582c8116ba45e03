package cutline.console.json;

import cutline.console.lesson.Lesson;
import cutline.console.lesson.Scenario;
import cutline.simulation.scenario.ScenarioRun;
import cutline.simulation.text.Telling;
import cutline.trace.Message;
import cutline.trace.Verdict;
import cutline.trace.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Lessons, and the simulations that are made of them. */
public final class LessonJson {

  private LessonJson() {}

  /** {@code GET /api/lessons}. */
  public static String list(List<Lesson> lessons) {
    return Json.objects(lessons, LessonJson::head);
  }

  private static void head(JsonGenerator json, Lesson lesson) {
    json.writeStringProperty("id", lesson.id());
    json.writeStringProperty("title", lesson.title());
    json.writeStringProperty("part", lesson.part());
    Json.string(json, "bug", lesson.scenario().bug());
    json.writeNumberProperty("questions", lesson.questions());
  }

  /** {@code GET /api/lessons/ID}. */
  public static String of(Lesson lesson) {
    return Json.object(json -> {
      head(json, lesson);
      json.writeStringProperty(
          "kind", lesson.scenario() instanceof Scenario.Ticks ? "ticks" : "world");
      Json.number(json, "seed", lesson.run().log().header().seed());
      Json.strings(json, "forks", forks(lesson.scenario()));
      captions(json, lesson.run().captions());
      json.writeNumberProperty("last", lesson.run().log().events().size());
      violations(json, lesson.run());
    });
  }

  /** What can be changed of a scenario. */
  public static List<String> forks(Scenario scenario) {
    return scenario.takesChanges() ? List.of("seed", "changes") : List.of("seed");
  }

  /** The field {@code captions}. */
  public static void captions(JsonGenerator json, List<ScenarioRun.Caption> captions) {
    json.writeArrayPropertyStart("captions");
    for (ScenarioRun.Caption caption : captions) {
      switch (caption.what()) {
        case Telling.Title _ -> {}
        case Telling.Say(String text) -> {
          json.writeStartObject();
          json.writeNumberProperty("after", caption.after());
          json.writeStringProperty("say", text);
          json.writeEndObject();
        }
        case Telling.Ask ask -> {
          json.writeStartObject();
          json.writeNumberProperty("after", caption.after());
          json.writeStringProperty("ask", ask.question());
          Json.strings(json, "answers", ask.answers());
          json.writeNumberProperty("right", ask.right());
          json.writeStringProperty("because", ask.because());
          json.writeEndObject();
        }
      }
    }
    json.writeEndArray();
  }

  private record Found(
      @Nullable String snapshot, String law, String sentence, @Nullable Message message) {}

  /** The field {@code violations}. */
  public static void violations(JsonGenerator json, Scenario.Run run) {
    List<Found> found = new ArrayList<>();
    for (Verdict verdict : run.verification().verdicts()) {
      for (Violation violation : verdict.violations()) {
        found.add(
            new Found(
                verdict.snapshot(),
                violation.law().name(),
                violation.sentence(),
                violation.message()));
      }
    }
    for (Violation violation : run.verification().ofLog()) {
      found.add(new Found(null, violation.law().name(), violation.sentence(), violation.message()));
    }
    cutline.simulation.Violation broken = run.broken();
    if (broken != null) {
      found.add(
          new Found(
              null,
              broken.law().id().toUpperCase(Locale.ROOT).replace('-', '_'),
              broken.sentence(),
              null));
    }
    Json.objects(
        json,
        "violations",
        found,
        (to, each) -> {
          Message message = each.message();
          Json.string(to, "snapshot", each.snapshot());
          to.writeStringProperty("law", each.law());
          to.writeStringProperty("sentence", each.sentence());
          Json.string(to, "from", message == null ? null : message.channel().from());
          Json.string(to, "to", message == null ? null : message.channel().to());
          Json.string(to, "message", message == null ? null : message.id());
        });
  }
}
