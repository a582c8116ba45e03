package cutline.console.web;

import cutline.console.json.BatchJson;
import cutline.console.json.Json;
import cutline.console.json.SnapshotViewJson;
import cutline.console.log.Notice;
import cutline.console.log.Order;
import cutline.console.log.WatchedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /api/events}: logs as they grow. Each listener has a thread and a place in its log;
 * nothing waits for a slow one, and one that takes nothing is dropped by the connection's time
 * limit.
 */
final class Streams extends Handler.Wrapper implements AutoCloseable {

  static final int MOST = 64;

  /** The least time between two batches. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Within so many seconds a listener hears something, if it is only that there is nothing. */
  private static final int SIGN_OF_LIFE = 5;

  private static final String PATH = "/api/events";
  private static final String TYPE = "text/event-stream";

  private final String run;
  private final Logs logs;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  Streams(String run, Logs logs) {
    this.run = run;
    this.logs = logs;
  }

  /** How many listen. */
  int open() {
    return open.get();
  }

  /** How many have stopped taking what they were sent, or have gone. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHttpURI().getPath().equals(PATH)) {
      return super.handle(request, response, callback);
    }
    try {
      check(request);
      Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
      WatchedLog log = logs.get(query.getValue("log"));
      Place place = Place.of(request.getHeaders().get("Last-Event-ID"), query);
      if (open.incrementAndGet() > MOST) {
        open.decrementAndGet();
        throw new Refusal(429, "%d pages listen already, which is the most.".formatted(MOST));
      }
      serve(request, response, callback, log, place);
    } catch (Refusal refusal) {
      Errors.refuse(request, response, callback, refusal);
    }
    return true;
  }

  private static void check(Request request) {
    if (!request.getMethod().equals("GET")) {
      throw new Refusal(405, Errors.words(405));
    }
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    if (accept == null || !accept.contains(TYPE)) {
      throw new Refusal(406, "These are server-sent events: Accept: " + TYPE);
    }
  }

  /**
   * Where a listener goes on.
   *
   * @param run to which its place belongs, or null for this one
   * @param after behind that event
   */
  private record Place(@Nullable String run, long after) {

    static Place of(@Nullable String last, Fields query) {
      if (last != null && last.matches("[0-9a-f]{1,32}/[0-9]{1,18}")) {
        int slash = last.indexOf('/');
        return new Place(last.substring(0, slash), Long.parseLong(last.substring(slash + 1)));
      }
      String after = query.getValue("after");
      if (after != null && !after.matches("[0-9]{1,18}")) {
        throw Refusal.malformed("after is not the number of an event.");
      }
      return new Place(query.getValue("run"), after == null ? 0 : Long.parseLong(after));
    }
  }

  private void serve(
      Request request, Response response, Callback callback, WatchedLog log, Place place) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE + "; charset=utf-8");
    // A browser that has gone is noticed when nothing else could be on the connection.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    try (EventStream stream = new EventStream(Response.asBufferedOutputStream(request, response))) {
      serve(stream, log, place);
      callback.succeeded();
    } catch (IOException e) {
      dropped.incrementAndGet();
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    } finally {
      open.decrementAndGet();
    }
  }

  private void serve(EventStream stream, WatchedLog log, Place place)
      throws IOException, InterruptedException {
    long after = place.after();
    long signal = log.lastSignal();
    boolean isOfThisRun = place.run() == null || place.run().equals(run);
    stream.comment();
    while (!closed) {
      WatchedLog.Batch batch = isOfThisRun ? log.batch(after) : null;
      if (batch == null) {
        stream.send("resync", resync(log));
        return;
      }
      if (!batch.events().isEmpty()) {
        String text = BatchJson.of(run, after, batch);
        after = batch.events().getLast().seq();
        stream.send("batch", run + "/" + after, text);
      }
      WatchedLog.Signals signals = log.signals(signal);
      signal = signals.last();
      for (WatchedLog.Signal each : signals.signals()) {
        send(stream, log, each);
      }
      Thread.sleep(PAUSE);
      await(stream, log, after, signal);
    }
  }

  /** Waits for something to tell, and gives signs of life meanwhile. */
  private void await(EventStream stream, WatchedLog log, long after, long signal)
      throws IOException, InterruptedException {
    for (int second = 1; !closed && log.isQuiet(after, signal); second++) {
      log.await(after, signal, 1_000);
      if (second % SIGN_OF_LIFE == 0) {
        stream.comment();
      }
    }
  }

  private String resync(WatchedLog log) {
    return Json.object(json -> {
      json.writeStringProperty("run", run);
      json.writeNumberProperty("first", log.first());
      json.writeNumberProperty("last", log.last());
    });
  }

  private static void send(EventStream stream, WatchedLog log, WatchedLog.Signal signal)
      throws IOException {
    switch (signal) {
      case WatchedLog.Signal.Decided(String id) -> {
        String snapshot = SnapshotViewJson.one(log, id);
        if (snapshot != null) {
          stream.send("snapshot", snapshot);
        }
      }
      case WatchedLog.Signal.Noticed(Notice notice) ->
          stream.send("notice", Json.object(json -> write(json, notice)));
    }
  }

  private static void write(JsonGenerator json, Notice notice) {
    Order order = notice.order();
    json.writeStringProperty("text", notice.text());
    Json.string(json, "order", order == null ? null : order.kind().word());
    Json.string(json, "process", order == null ? null : order.process());
    json.writeBooleanProperty("done", notice.done());
    if (!notice.balances().isEmpty()) {
      json.writeObjectPropertyStart("balances");
      notice.balances().forEach(json::writeNumberProperty);
      json.writeEndObject();
      json.writeNumberProperty(
          "sum", notice.balances().values().stream().mapToLong(Long::longValue).sum());
    }
  }

  /** All streams end soon. */
  @Override
  public void close() {
    closed = true;
  }
}
