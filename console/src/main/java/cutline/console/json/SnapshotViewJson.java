package cutline.console.json;

import cutline.bank.SnapshotJson;
import cutline.console.log.LogInfo;
import cutline.console.log.NaiveSum;
import cutline.console.log.SnapshotTrack;
import cutline.console.log.WatchedLog;
import cutline.trace.Verdict;
import cutline.trace.VerdictJson;
import cutline.trace.Verification;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/snapshots}: how a snapshot went and what it found. */
public final class SnapshotViewJson {

  private SnapshotViewJson() {}

  /** The last ones of a log, as an array. */
  public static String list(WatchedLog log, int most) {
    Verification verification = log.verification();
    return log.snapshots(
        most,
        tracks -> Json.objects(tracks, (json, track) -> write(json, log, verification, track)));
  }

  /** One of a log, or null if it is not remembered. */
  public static @Nullable String one(WatchedLog log, String id) {
    Verification verification = log.verification();
    return log.snapshot(id, track -> Json.object(json -> write(json, log, verification, track)));
  }

  private static void write(
      JsonGenerator json,
      WatchedLog log,
      @Nullable Verification verification,
      SnapshotTrack track) {
    String status = track.status();
    boolean isComplete = status.equals("COMPLETE");
    Long expected = log.shape().header().total();
    BigInteger total = track.balanceTotal().add(track.inFlightTotal());
    Json.string(json, "schema", status.equals("UNDECIDED") ? null : SnapshotJson.SCHEMA);
    json.writeStringProperty("id", track.id());
    json.writeStringProperty("initiator", track.initiator());
    json.writeStringProperty("status", status);
    Json.string(json, "reason", track.reason());
    json.writeObjectPropertyStart("balances");
    track
        .parts()
        .forEach((process, part) -> {
          Long balance = part.balance();
          if (balance != null) {
            json.writeNumberProperty(process, balance);
          }
        });
    json.writeEndObject();
    Json.objects(
        json,
        "channels",
        track.amounts().entrySet(),
        (to, channel) -> {
          to.writeStringProperty("from", channel.getKey().from());
          to.writeStringProperty("to", channel.getKey().to());
          to.writeArrayPropertyStart("amounts");
          channel.getValue().forEach(to::writeNumber);
          to.writeEndArray();
        });
    Json.number(json, "balanceTotal", track.balanceTotal());
    Json.number(json, "inFlightTotal", track.inFlightTotal());
    Json.number(json, "total", isComplete ? total : null);
    Json.number(json, "expected", expected);
    if (isComplete && expected != null) {
      json.writeBooleanProperty("consistent", total.equals(BigInteger.valueOf(expected)));
    } else {
      json.writeNullProperty("consistent");
    }
    json.writeNumberProperty("markers", track.markers());
    times(json, log.info(), track);
    json.writeNumberProperty("first", track.first());
    json.writeNumberProperty("last", track.last());
    Json.objects(json, "members", track.parts().entrySet(), SnapshotViewJson::part);
    Json.string(json, "laggard", track.laggard());
    naive(json, track.naive(), expected);
    findings(json, verification, track);
  }

  private static void times(JsonGenerator json, LogInfo info, SnapshotTrack track) {
    SnapshotTrack.Decision decision = track.decision();
    if (decision == null) {
      Instant start = info.startedAt();
      Json.instant(
          json,
          "startedAt",
          start == null ? null : start.plus(track.firstRecord(), ChronoUnit.MICROS));
      json.writeNumberProperty("durationMicros", track.durationMicros());
    } else {
      json.writeStringProperty("startedAt", decision.startedAt());
      json.writeNumberProperty("durationMicros", decision.durationMicros());
    }
  }

  private static void part(JsonGenerator json, Map.Entry<String, SnapshotTrack.Part> entry) {
    SnapshotTrack.Part part = entry.getValue();
    json.writeStringProperty("process", entry.getKey());
    Json.number(json, "firstMarker", part.firstMarker());
    Json.number(json, "recorded", part.recorded());
    Json.number(json, "recordedSeq", part.recorded() == null ? null : part.recordedSeq());
    Json.number(json, "balance", part.balance());
    Json.objects(
        json,
        "closed",
        part.closed(),
        (to, closed) -> {
          to.writeStringProperty("from", closed.from());
          to.writeNumberProperty("at", closed.at());
          to.writeNumberProperty("count", closed.count());
          to.writeNumberProperty("sum", closed.sum());
        });
    Json.number(json, "complete", part.complete());
  }

  private static void naive(JsonGenerator json, @Nullable NaiveSum naive, @Nullable Long expected) {
    if (naive == null) {
      json.writeNullProperty("naive");
      return;
    }
    json.writeObjectPropertyStart("naive");
    Json.objects(
        json,
        "asked",
        naive.answers(),
        (to, answer) -> {
          to.writeStringProperty("process", answer.process());
          to.writeNumberProperty("at", answer.at());
          to.writeNumberProperty("balance", answer.balance());
        });
    json.writeNumberProperty("sum", naive.sum());
    Json.number(
        json,
        "difference",
        expected == null ? null : naive.sum().subtract(BigInteger.valueOf(expected)));
    json.writeEndObject();
  }

  private static void findings(
      JsonGenerator json, @Nullable Verification verification, SnapshotTrack track) {
    Verdict verdict =
        verification == null
            ? null
            : verification.verdicts().stream()
                .filter(each -> each.snapshot().equals(track.id()))
                .findFirst()
                .orElse(null);
    List<SnapshotTrack.InFlight> crossing =
        verdict == null
            ? track.inFlight()
            : verdict.crossing().stream()
                .map(message -> {
                  Long amount = message.amount();
                  return new SnapshotTrack.InFlight(
                      message.channel(), message.id(), amount == null ? 0 : amount);
                })
                .toList();
    Json.objects(
        json,
        "crossing",
        crossing,
        (to, message) -> {
          to.writeStringProperty("from", message.channel().from());
          to.writeStringProperty("to", message.channel().to());
          to.writeStringProperty("message", message.message());
          to.writeNumberProperty("amount", message.amount());
        });
    if (verdict == null) {
      json.writeNullProperty("violations");
    } else {
      VerdictJson.writeViolations(json, verdict.violations());
    }
  }
}
