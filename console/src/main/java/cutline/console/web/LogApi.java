package cutline.console.web;

import cutline.console.json.BatchJson;
import cutline.console.json.Json;
import cutline.console.json.SnapshotViewJson;
import cutline.console.json.StateJson;
import cutline.console.log.LogState;
import cutline.console.log.Order;
import cutline.console.log.WatchedLog;
import cutline.console.web.Keys.Access;
import cutline.trace.Event;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.export.DiagramJson;
import cutline.trace.export.Excerpt;
import cutline.trace.export.MermaidDiagram;
import cutline.trace.export.ShiVizLog;
import cutline.trace.export.SvgDiagram;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers what is asked about logs. */
final class LogApi {

  private static final int MOST_EVENTS = 2_000;
  private static final int MOST_SNAPSHOTS = 200;
  private static final int DIAGRAM = 200;

  /** So many events beside a part of a log are looked at for where its messages come from. */
  private static final int BESIDE = 10_000;

  /** A picture has its style in it, and nothing else that could do anything. */
  private static final String PICTURE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  private final String run;
  private final Logs logs;

  LogApi(String run, Logs logs) {
    this.run = run;
    this.logs = logs;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/state", this::state);
    routes.get("/api/log", this::past);
    routes.get("/api/snapshots", this::snapshots);
    routes.get("/api/diagram", this::diagram);
    routes.get("/api/export", this::export);
  }

  private WatchedLog log(Context request) {
    return logs.get(Query.text(request, "log"));
  }

  static void answer(Context request, String json) {
    request.contentType("application/json; charset=utf-8").result(json);
  }

  private void state(Context request) {
    WatchedLog log = log(request);
    Long at = Query.number(request, "at", 0, Long.MAX_VALUE);
    LogState state = at == null ? log.now() : log.at(at);
    if (state == null) {
      throw outOfReach(log);
    }
    Collection<Order.Kind> orders =
        Query.access(request) == Access.ORDER ? log.orders().accepted() : Set.of();
    answer(request, StateJson.of(run, log, state, orders));
  }

  private static Refusal outOfReach(WatchedLog log) {
    return new Refusal(
        409,
        "That is not kept: there are the events from %d to %d.".formatted(log.first(), log.last()));
  }

  private void past(Context request) {
    WatchedLog log = log(request);
    long after = Query.number(request, "after", 0, Long.MAX_VALUE - 1, log.first() - 1);
    int limit = Math.toIntExact(Query.number(request, "limit", 1, MOST_EVENTS, 500));
    String types = Query.text(request, "types");
    if (after < log.first() - 1) {
      throw outOfReach(log);
    }
    List<String> wanted = types == null ? List.of() : List.of(types.split(","));
    Predicate<Event> filter = event -> types == null || wanted.contains(event.action().type());
    List<Event> events = log.after(after, limit, filter);
    answer(
        request,
        Json.object(json -> {
          json.writeStringProperty("run", run);
          json.writeNumberProperty("first", log.first());
          json.writeNumberProperty("last", log.last());
          BatchJson.events(json, events);
        }));
  }

  private void snapshots(Context request) {
    WatchedLog log = log(request);
    String id = Query.text(request, "id");
    if (id == null) {
      int limit = Math.toIntExact(Query.number(request, "limit", 1, MOST_SNAPSHOTS, 60));
      answer(request, SnapshotViewJson.list(log, limit));
      return;
    }
    String one = SnapshotViewJson.one(log, id);
    if (one == null) {
      throw Refusal.unknown("There is no snapshot of this id, or it is not remembered any more.");
    }
    answer(request, "[" + one + "]");
  }

  // ---------------------------------------------------------------- pictures

  /** A part of a log, with what is beside it. */
  private record Part(EventLog whole, long from, long to) {}

  private static Part part(WatchedLog log, long from, long to, int beside) {
    if (from < log.first() || to > log.last()) {
      throw outOfReach(log);
    }
    List<Event> events = log.between(Math.max(1, from - beside), to + beside);
    return new Part(new EventLog(log.shape().header(), events), from, to);
  }

  private void diagram(Context request) {
    WatchedLog log = log(request);
    long to = Query.number(request, "to", 0, Long.MAX_VALUE / 2, log.last());
    long from =
        Query.number(
            request, "from", 1, Long.MAX_VALUE / 2, Math.max(log.first(), to - DIAGRAM + 1));
    if (to - from >= MOST_EVENTS) {
      throw Refusal.malformed("A diagram has at most %d events.".formatted(MOST_EVENTS));
    }
    String straight = Query.text(request, "straight");
    Part part = part(log, from, to, BESIDE);
    if (straight != null && !Excerpt.has(part.whole(), straight)) {
      throw Refusal.unknown("There is no snapshot %s near these events.".formatted(straight));
    }
    switch (format(request, "json", List.of("json", "svg"))) {
      case "svg" -> picture(request, SvgDiagram.between(part.whole(), from, to, straight));
      default -> answer(request, DiagramJson.of(part.whole(), from, to, straight));
    }
  }

  private void export(Context request) {
    WatchedLog log = log(request);
    String format = format(request, null, List.of("svg", "json", "ndjson", "shiviz", "mermaid"));
    long from = Query.number(request, "from", 1, Long.MAX_VALUE / 2, log.first());
    long to = Query.number(request, "to", 0, Long.MAX_VALUE / 2, log.last());
    String snapshot = Query.text(request, "snapshot");
    EventLog events = part(log, from, to, 0).whole();
    if (snapshot != null && !Excerpt.has(events, snapshot)) {
      throw Refusal.unknown("There is no snapshot %s among these events.".formatted(snapshot));
    }
    switch (format) {
      case "svg" -> {
        attach(request, "cut.svg");
        picture(request, SvgDiagram.of(events, snapshot));
      }
      case "json" -> {
        attach(request, "events.json");
        answer(request, EventJson.document(events));
      }
      case "ndjson" -> {
        attach(request, "events.ndjson");
        text(request, EventJson.lines(events));
      }
      case "shiviz" -> {
        attach(request, "events.shiviz.log");
        text(request, ShiVizLog.of(events));
      }
      default -> {
        attach(request, "cut.mermaid");
        text(request, MermaidDiagram.of(events, snapshot));
      }
    }
  }

  private static String format(Context request, @Nullable String otherwise, List<String> known) {
    String asked = Query.text(request, "format");
    String format = asked == null ? otherwise : asked;
    if (format == null || !known.contains(format)) {
      throw Refusal.malformed("format is one of %s.".formatted(String.join(", ", known)));
    }
    return format;
  }

  private static void picture(Context request, String svg) {
    request
        .header("Content-Security-Policy", PICTURE_POLICY)
        .contentType("image/svg+xml; charset=utf-8")
        .result(svg);
  }

  private static void text(Context request, String text) {
    request.contentType("text/plain; charset=utf-8").result(text);
  }

  private static void attach(Context request, String name) {
    request.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }
}
