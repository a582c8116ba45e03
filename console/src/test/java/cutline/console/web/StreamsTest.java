package cutline.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonObject;
import cutline.console.log.Notice;
import cutline.console.log.Orders;
import cutline.console.log.WatchedLog;
import cutline.trace.Action;
import cutline.trace.Collector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs that are listened to. */
class StreamsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Metrics metrics = new Metrics();
  private final WatchedLog log = Histories.live(Orders.NONE, metrics, "A", "B");
  private final Collector collector = Histories.into(log);
  private final Keys keys = new Keys();
  private Asked asked = new Asked(log, metrics, keys, 0);
  private int sent;

  StreamsTest() {
    asked.open(asked.web.launchLink());
  }

  @AfterEach
  void close() {
    asked.close();
  }

  /** One event of a stream. */
  private record Told(String event, String id, JsonObject data) {}

  /** A browser's end of a stream. */
  private static final class Listening implements AutoCloseable {
    private final BufferedReader lines;

    Listening(HttpResponse<InputStream> stream) {
      assertThat(stream.statusCode()).isEqualTo(200);
      lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }

    /** The next one; waits for it. */
    Told next() {
      try {
        String event = "";
        String id = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            event = line.substring(7);
          } else if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("data: ")) {
            return new Told(event, id, Asked.read(line.substring(6)).object());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ConfigurationException e) {
        throw new AssertionError(e);
      }
      throw new AssertionError("the stream has ended");
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Listening listen(String query, String... headers) {
    return new Listening(
        asked.send(
            asked.request("/api/events?" + query, headers).header("Accept", "text/event-stream"),
            HttpResponse.BodyHandlers.ofInputStream()));
  }

  private void transfers(int count) {
    for (int transfer = 0; transfer < count; transfer++) {
      sent++;
      Histories.observe(collector, "A", sent, new Action.Send("B", "m" + sent, 1, null));
    }
  }

  private static long number(JsonObject object, String name) {
    try {
      return object.get(name, "object").wholeNumber(0, Long.MAX_VALUE);
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void batchesHaveNoGapsAndNothingTwice() throws Exception {
    try (Listening stream = listen("after=0")) {
      Thread traffic =
          Thread.ofVirtual()
              .start(() -> {
                for (int burst = 0; burst < 50; burst++) {
                  transfers(20);
                }
              });
      List<Long> seqs = new ArrayList<>();
      long after = 0;
      while (after < 1_000) {
        Told batch = stream.next();
        assertThat(batch.event()).isEqualTo("batch");
        assertThat(number(batch.data(), "after")).isEqualTo(after);
        after = number(batch.data(), "seq");
        assertThat(batch.id()).endsWith("/" + after);
        if (batch.data().find("aggregated") == null) {
          for (var event : batch.data().get("events", "batch").items()) {
            seqs.add(number(event.object(), "seq"));
          }
        }
      }
      assertThat(seqs).doesNotHaveDuplicates().isSorted();
      traffic.join();
    }
  }

  @Test
  void muchMoneyIsSummedUpAndMarkersAreNot() throws ConfigurationException {
    transfers(500);
    Histories.observe(collector, "A", 600, new Action.RecordState("A.1.1", 500L));
    Histories.observe(collector, "A", 600, new Action.MarkerSend("B", "k1", "A.1.1"));
    try (Listening stream = listen("after=0")) {
      JsonObject batch = stream.next().data();
      JsonObject flow = batch.get("aggregated", "batch").items().getFirst().object();
      assertThat(number(flow, "sent")).isEqualTo(500);
      assertThat(number(flow, "sentSum")).isEqualTo(500);
      assertThat(number(batch, "total")).isEqualTo(2_000);
      assertThat(number(batch, "inFlightTotal")).isEqualTo(500);
      assertThat(batch.get("events", "batch").items()).hasSize(2);
    }
  }

  @Test
  void aReconnectGoesOnBehindTheLastId() {
    transfers(3);
    String id;
    try (Listening stream = listen("after=1")) {
      Told batch = stream.next();
      assertThat(number(batch.data(), "seq")).isEqualTo(3);
      id = batch.id();
    }
    transfers(2);
    try (Listening stream = listen("after=1", "Last-Event-ID", id)) {
      Told batch = stream.next();
      assertThat(number(batch.data(), "after")).isEqualTo(3);
      assertThat(number(batch.data(), "seq")).isEqualTo(5);
    }
  }

  @Test
  void behindARestartOfTheServerThePageBeginsAnew() {
    transfers(3);
    String id;
    try (Listening stream = listen("after=0")) {
      id = stream.next().id();
    }
    int port = asked.web.port();
    String cookie = asked.cookie;
    asked.close();
    asked = new Asked(log, new Metrics(), keys, port);
    assertThat(asked.web.port()).isEqualTo(port);
    asked.cookie = cookie;
    try (Listening stream = listen("after=0", "Last-Event-ID", id)) {
      Told resync = stream.next();
      assertThat(resync.event()).isEqualTo("resync");
      assertThat(number(resync.data(), "last")).isEqualTo(3);
    }
  }

  @Test
  void whatIsNotKeptAnyMoreIsSaid() {
    transfers(WatchedLog.MOST_EVENTS + 5_000);
    try (Listening stream = listen("after=1")) {
      assertThat(stream.next().event()).isEqualTo("resync");
    }
    try (Listening stream = listen("after=" + (log.last() + 1))) {
      assertThat(stream.next().event()).isEqualTo("resync");
    }
    assertThat(log.first()).isGreaterThan(1);
  }

  @Test
  void decisionsAndNoticesAreTold() {
    try (Listening stream = listen("after=0")) {
      log.notice(Notice.of("C has ended"));
      assertThat(stream.next().event()).isEqualTo("notice");
      Histories.withSnapshot()
          .events()
          .forEach(
              event -> Histories.observe(collector, event.process(), event.at(), event.action()));
      List<String> told = new ArrayList<>();
      while (!told.contains("snapshot")) {
        told.add(stream.next().event());
      }
      assertThat(told.getFirst()).isEqualTo("batch");
    }
  }

  @Test
  void thereAreNotTooManyListeners() {
    List<Listening> streams = new ArrayList<>();
    try {
      for (int stream = 0; stream < Streams.MOST; stream++) {
        streams.add(listen("after=0"));
      }
      await()
          .atMost(PATIENCE)
          .until(() ->
              asked.get("/api/events?after=0", "Accept", "text/event-stream").statusCode() == 429);
    } finally {
      streams.forEach(Listening::close);
    }
  }

  @Test
  void whoDoesNotReadIsDropped() throws IOException {
    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.connect(
          new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), asked.web.port()));
      deaf.getOutputStream()
          .write(
              "GET /api/events?after=0 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n"
                  .formatted(asked.web.port(), asked.cookie)
                  .getBytes(StandardCharsets.US_ASCII));
      // Money that is summed up is small: what fills the connection are markers.
      Thread markers =
          Thread.ofVirtual()
              .start(() -> {
                for (int marker = 0; marker < 60_000; marker++) {
                  Histories.observe(
                      collector,
                      "A",
                      1_000_000,
                      new Action.MarkerSend("B", "k" + marker, "A.1." + (1 + marker)));
                }
              });
      await()
          .atMost(PATIENCE)
          .until(() ->
              asked.get("/metrics").body().contains("cutline_console_streams_dropped_total 1"));
      markers.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLogThatIsUnknownOrAPlaceThatIsNoneIsSaid() {
    String[] accept = {"Accept", "text/event-stream"};
    assertThat(asked.get("/api/events?log=s1", accept).statusCode()).isEqualTo(404);
    assertThat(asked.get("/api/events?after=x", accept).statusCode()).isEqualTo(400);
    assertThat(asked.get("/api/events?after=1").statusCode()).isEqualTo(406);
  }
}
