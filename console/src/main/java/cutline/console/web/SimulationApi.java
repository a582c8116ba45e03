package cutline.console.web;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonObject;
import cutline.bank.config.JsonValue;
import cutline.console.json.Json;
import cutline.console.json.LessonJson;
import cutline.console.lesson.Lesson;
import cutline.console.lesson.Lessons;
import cutline.console.lesson.Scenario;
import cutline.console.log.LogInfo;
import cutline.console.log.WatchedLog;
import cutline.simulation.scenario.Changes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lessons and simulations, and which logs there are. */
final class SimulationApi {

  private static final int MOST_CHANGES = 100;
  private static final int MOST_TICKS = 1_000;
  private static final int MOST_AT_ONCE = 4;

  private final Lessons lessons = new Lessons();
  private final Logs logs;
  private final AtomicLong number = new AtomicLong();
  private final Semaphore running = new Semaphore(MOST_AT_ONCE);

  SimulationApi(Logs logs) {
    this.logs = logs;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/logs", this::logs);
    routes.get("/api/lessons", request -> LogApi.answer(request, LessonJson.list(lessons.all())));
    routes.get(
        "/api/lessons/{id}",
        request -> LogApi.answer(request, LessonJson.of(lesson(request.pathParam("id")))));
    routes.post("/api/simulations", this::simulate);
  }

  private Lesson lesson(String id) {
    Lesson lesson = lessons.get(id);
    if (lesson == null) {
      throw Refusal.unknown("There is no such lesson.");
    }
    return lesson;
  }

  private void logs(Context request) {
    LogApi.answer(
        request,
        Json.objects(
            logs.all(),
            (json, log) -> {
              LogInfo info = log.info();
              Origin origin = logs.origin(info.id());
              json.writeStringProperty("id", info.id());
              json.writeStringProperty("mode", info.mode().name().toLowerCase(Locale.ROOT));
              json.writeStringProperty("title", info.title());
              Json.string(json, "bug", info.bug());
              Json.string(json, "lesson", origin == null ? null : origin.lesson());
              Json.string(
                  json,
                  "scenario",
                  origin == null || origin.lesson() != null ? null : LogInfo.MAIN);
              Json.number(json, "seed", log.shape().header().seed());
              Json.strings(
                  json, "forks", origin == null ? List.of() : LessonJson.forks(origin.scenario()));
            }));
  }

  private void simulate(Context request) throws ConfigurationException {
    JsonObject body = OrderApi.body(request);
    body.requireOnly(List.of("lesson", "scenario", "log", "seed", "changes"));
    Origin origin = origin(body);
    JsonValue seed = body.find("seed");
    JsonValue changes = body.find("changes");
    Long chosen = seed == null ? origin.seed() : seed(seed);
    Changes changed = changes == null ? origin.changes() : read(changes);
    if (!changed.byMessage().isEmpty() && !origin.scenario().takesChanges()) {
      throw Refusal.malformed("Of this scenario only the seed can be changed.");
    }
    Scenario.Run run = run(origin.scenario(), chosen, changed);
    String title = Scenario.title(run.captions(), origin.title());
    WatchedLog log =
        WatchedLog.ended(
            new LogInfo(
                "s" + number.incrementAndGet(),
                LogInfo.Mode.SIMULATION,
                title,
                origin.scenario().bug(),
                null),
            run.shape(),
            run.log());
    logs.add(log, new Origin(origin.lesson(), origin.title(), origin.scenario(), chosen, changed));
    request.status(201);
    LogApi.answer(
        request,
        Json.object(json -> {
          json.writeStringProperty("log", log.info().id());
          json.writeStringProperty("title", title);
          json.writeNumberProperty("last", log.last());
          Json.string(json, "outcome", run.outcome());
          LessonJson.captions(json, run.captions());
          LessonJson.violations(json, run);
        }));
  }

  /** A number, or null for what the scenario itself says. */
  private static @Nullable Long seed(JsonValue value) throws ConfigurationException {
    return value.content() instanceof JsonValue.Literal(String text) && text.equals("null")
        ? null
        : Long.valueOf(value.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private Scenario.Run run(Scenario scenario, @Nullable Long seed, Changes changes)
      throws ConfigurationException {
    if (!running.tryAcquire()) {
      throw new Refusal(429, "%d simulations run already.".formatted(MOST_AT_ONCE));
    }
    try {
      return scenario.run(seed, changes);
    } finally {
      running.release();
    }
  }

  private Origin origin(JsonObject body) throws ConfigurationException {
    JsonValue lesson = body.find("lesson");
    if (lesson != null) {
      Lesson found = lesson(lesson.text());
      return new Origin(found.id(), found.title(), found.scenario(), null, Changes.NONE);
    }
    JsonValue log = body.find("log");
    JsonValue named = log == null ? body.get("scenario", "the body") : log;
    WatchedLog found = logs.get(named.text());
    Origin origin = logs.origin(found.info().id());
    if (origin == null) {
      throw Refusal.malformed("This log is no simulation.");
    }
    return log == null
        ? new Origin(origin.lesson(), origin.title(), origin.scenario(), null, Changes.NONE)
        : origin;
  }

  private static Changes read(JsonValue value) throws ConfigurationException {
    List<JsonValue> items = value.items();
    if (items.size() > MOST_CHANGES) {
      throw value.error("has more than %d changes".formatted(MOST_CHANGES));
    }
    Map<String, Changes.Change> changes = new HashMap<>();
    for (JsonValue item : items) {
      JsonObject change = item.object();
      change.requireOnly(List.of("message", "do", "ticks"));
      String message = change.get("message", "a change").text();
      JsonValue what = change.get("do", "a change");
      switch (what.text()) {
        case "drop" -> changes.put(message, new Changes.Change.Drop());
        case "delay" -> {
          long ticks = change.get("ticks", "a delay").wholeNumber(1, MOST_TICKS);
          changes.put(message, new Changes.Change.Delay(Math.toIntExact(ticks)));
        }
        default -> throw what.error("must be drop or delay");
      }
    }
    return new Changes(changes);
  }
}
