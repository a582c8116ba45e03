package cutline.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.config.ConfigurationException;
import cutline.console.log.Orders;
import cutline.console.log.WatchedLog;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.EventJson;
import cutline.trace.EventLogReader;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What is told of a log. */
class LogApiTest {

  @Test
  void everyStateOfALogAddsUp() throws ConfigurationException {
    try (Asked asked = Asked.launched(Histories.replay())) {
      for (int seq = 0; seq <= 13; seq++) {
        var state = asked.json("/api/state?at=" + seq).object();
        assertThat(state.get("seq", "state").wholeNumber(0, 13)).isEqualTo(seq);
        assertThat(state.get("total", "state").wholeNumber(0, 9_999)).isEqualTo(2_000);
      }
      assertThat(asked.get("/api/state?at=4").body())
          .contains("\"states\":{\"A\":\"up\",\"B\":\"recording\"}")
          .contains("\"open\":[{\"from\":\"A\",\"count\":1,\"sum\":40}]")
          .contains("\"markers\":[{\"from\":\"B\",\"to\":\"A\",\"snapshot\":\"B.1.1\"");
      assertThat(asked.get("/api/state?at=1").body())
          .contains(
              "\"inFlight\":[{\"from\":\"A\",\"to\":\"B\",\"amounts\":[40],\"ids\":[\"m1\"],\"sentAt\":[10]}]");
      assertThat(asked.get("/api/state?at=14").statusCode()).isEqualTo(409);
      assertThat(asked.get("/api/state?at=-1").statusCode()).isEqualTo(400);
      assertThat(asked.get("/api/state?log=s99").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void thePastCanBeRead() {
    WatchedLog log = Histories.replay();
    try (Asked asked = Asked.launched(log)) {
      String line = EventJson.line(log.between(3, 3).getFirst());
      assertThat(asked.get("/api/log?after=2&limit=1").body())
          .endsWith("\"first\":1,\"last\":13,\"events\":[" + line + "]}");
      assertThat(asked.get("/api/log?after=0&types=record,complete").body())
          .contains("\"seq\":2,", "\"seq\":12,")
          .doesNotContain("\"seq\":1,");
      assertThat(asked.get("/api/log?limit=3000").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aSnapshotIsToldInFull() {
    try (Asked asked = Asked.launched(Histories.replay())) {
      String snapshots = asked.get("/api/snapshots").body();
      assertThat(snapshots)
          .startsWith("[{\"schema\":\"cutline.snapshot/1\",\"id\":\"B.1.1\",\"initiator\":\"B\"")
          .contains("\"status\":\"COMPLETE\",\"reason\":null")
          .contains("\"channels\":[{\"from\":\"A\",\"to\":\"B\",\"amounts\":[40]}]")
          .contains("\"total\":2000,\"expected\":2000,\"consistent\":true,\"markers\":2")
          .contains("\"durationMicros\":31")
          .contains("\"laggard\":\"B\"")
          .contains("\"crossing\":[{\"from\":\"A\",\"to\":\"B\",\"message\":\"m1\",\"amount\":40}]")
          .contains("\"violations\":[]");
      assertThat(asked.get("/api/snapshots?id=B.1.1").body()).isEqualTo(snapshots);
      assertThat(asked.get("/api/snapshots?id=x").statusCode()).isEqualTo(404);
    }
  }

  /** A is asked at the beginning, when its $40 are on their way, B at the end, when it has them. */
  @Test
  void addingUpBalancesLosesMoneyOrNot() {
    try (Asked asked = Asked.launched(Histories.replay())) {
      assertThat(asked.get("/api/snapshots").body())
          .contains(
              "\"naive\":{\"asked\":[{\"process\":\"A\",\"at\":20,\"balance\":960},"
                  + "{\"process\":\"B\",\"at\":51,\"balance\":1040}],\"sum\":2000,\"difference\":0}");
    }
  }

  @Test
  void aCutIsMadeStraight() throws ConfigurationException {
    try (Asked asked = Asked.launched(Histories.replay())) {
      var diagram = asked.json("/api/diagram?from=1&to=13&straight=B.1.1").object();
      var straight = diagram.get("straight", "diagram").object();
      assertThat(straight.get("possible", "straight").toString()).contains("true");
      long column = straight.get("column", "straight").wholeNumber(0, 99);
      int records = 0;
      for (var event : diagram.get("events", "diagram").items()) {
        long seq = event.object().get("seq", "event").wholeNumber(1, 13);
        if (seq == 2 || seq == 5) {
          records++;
          assertThat(event.object().get("column", "event").wholeNumber(0, 99)).isEqualTo(column);
        }
      }
      assertThat(records).isEqualTo(2);
      assertThat(asked.get("/api/diagram").body())
          .contains("\"straight\":null")
          .contains("\"forward\":[\"B.1.1\"],\"backward\":[],\"recorded\":[\"B.1.1\"]")
          .contains("\"snapshot\":\"B.1.1\",\"status\":\"CONSISTENT\"");
      assertThat(asked.get("/api/diagram?from=1&to=5000").statusCode()).isEqualTo(400);
      assertThat(asked.get("/api/diagram?straight=x").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void everyExportCanBeReadByItsProgram() throws Exception {
    try (Asked asked = Asked.launched(Histories.replay())) {
      HttpResponse<String> svg = asked.get("/api/export?format=svg");
      assertThat(svg.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'");
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg.body())));
      String lines = asked.get("/api/export?format=ndjson").body();
      assertThat(
              EventLogReader.read(
                      "export", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))
                  .events())
          .hasSize(13);
      assertThat(asked.get("/api/export?format=shiviz").body()).contains("(?<event>");
      assertThat(asked.get("/api/export?format=mermaid").body()).startsWith("sequenceDiagram");
      assertThat(asked.get("/api/export?format=json").body()).startsWith("{\"schema\"");
      assertThat(asked.get("/api/export?format=exe").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void hostileNamesStayInTheirQuotationMarks() {
    String name = "<img\u00a0src=x\"onerror='alert(1)'>";
    WatchedLog log = Histories.live(Orders.NONE, new Metrics(), name, "B");
    Collector collector = Histories.into(log);
    Histories.observe(collector, name, 1, new Action.Send("B", "</script>", 7, 993L));
    try (Asked asked = Asked.launched(log)) {
      assertThat(asked.json("/api/state").toString()).contains(name);
      assertThat(asked.get("/api/state").headers().firstValue("Content-Type"))
          .contains("application/json;charset=utf-8");
      assertThat(asked.get("/api/export?format=svg").body()).doesNotContain("<img");
      assertThat(asked.get("/metrics").body()).contains("process=\"<img");
    }
  }

  @Test
  void theFiguresAreThoseOfTheLog() {
    Metrics metrics = new Metrics();
    WatchedLog log = Histories.live(Orders.NONE, metrics, "A", "B");
    Collector collector = Histories.into(log);
    Histories.withSnapshot()
        .events()
        .forEach(
            event -> Histories.observe(collector, event.process(), event.at(), event.action()));
    for (Action action :
        List.of(
            new Action.Connect("B"),
            new Action.Disconnect("B"),
            new Action.Connect("B"),
            new Action.Abort("A.1.2", "no report"))) {
      Histories.observe(collector, "A", 100, action);
    }
    metrics.vitals("A", new Metrics.Vitals(1, 500, 500, 0));
    metrics.vitals("A", new Metrics.Vitals(4, 2_000_000, 1_000_000, 7));
    try (Asked asked = new Asked(log, metrics, new Keys(), 0)) {
      asked.open(asked.web.guestLink());
      List<String> lines = asked.get("/metrics").body().lines().toList();
      assertThat(lines)
          .contains(
              "cutline_transfers_total{end=\"sent\"} 2.0",
              "cutline_transfers_total{end=\"received\"} 1.0",
              "cutline_in_flight_dollars 5.0",
              "cutline_in_flight_messages 1.0",
              "cutline_balance_dollars{process=\"A\"} 960.0",
              "cutline_snapshots_total{status=\"COMPLETE\"} 1.0",
              "cutline_recording_messages_sum{from=\"A\",to=\"B\"} 1.0",
              "cutline_recording_messages_count{from=\"B\",to=\"A\"} 1",
              "cutline_recording_dollars_sum{from=\"B\",to=\"A\"} 0.0",
              "cutline_aborts_total 1.0",
              "cutline_connects_total{process=\"A\"} 2.0",
              "cutline_reconnects_total{process=\"A\"} 1.0",
              "cutline_commit_seconds_count{process=\"A\"} 4",
              "cutline_commit_seconds_sum{process=\"A\"} 0.002",
              "cutline_commit_slowest_seconds{process=\"A\"} 0.001",
              "cutline_mailbox_depth{process=\"A\"} 7.0",
              "cutline_console_streams_dropped_total 0.0",
              "cutline_snapshot_duration_seconds_count 1");
    }
  }
}
