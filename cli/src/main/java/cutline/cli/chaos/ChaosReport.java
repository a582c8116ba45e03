package cutline.cli.chaos;

import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import java.io.StringWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What came of a bank that was done harm, in the schema {@code cutline.chaos/1} (docs/formats.md).
 *
 * @param protocol what carried the messages
 * @param total what was dealt out, in dollars
 * @param time from the first fault until all had ended
 * @param damage to datagrams on their way from branch to branch
 */
record ChaosReport(
    Protocol protocol,
    int branches,
    long seed,
    ChaosPlan plan,
    long total,
    Duration time,
    ChaosTally.Counts snapshots,
    Weather.Damage damage,
    ChaosAudit audit) {

  private static final JsonFactory JSON = new JsonFactory();

  private int notEnded() {
    return snapshots.late() + audit.open().size();
  }

  private boolean isTotalExact() {
    return audit.silent().isEmpty() && audit.finalTotal().equals(BigInteger.valueOf(total));
  }

  int exitCode() {
    if (snapshots.inconsistent() > 0
        || audit.lost() > 0
        || audit.duplicated() > 0
        || !isTotalExact()) {
      return ExitCode.INCONSISTENT;
    }
    // If there was no complete one, nothing was shown.
    return notEnded() > 0 || snapshots.complete() == 0 ? ExitCode.INCOMPLETE : ExitCode.OK;
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.chaos/1");
      json.writeNumberProperty("branches", branches);
      json.writeNumberProperty("seed", seed);
      json.writeNumberProperty("kills", plan.kills());
      json.writeNumberProperty("stops", plan.count(ChaosPlan.Kind.STOP));
      json.writeNumberProperty("cuts", plan.count(ChaosPlan.Kind.CUT));
      json.writeNumberProperty("stalls", plan.count(ChaosPlan.Kind.STALL));
      json.writeNumberProperty("snapshotsCompleted", snapshots.complete());
      json.writeNumberProperty("withMoneyInFlight", snapshots.withMoneyInFlight());
      json.writeNumberProperty("inconsistent", snapshots.inconsistent());
      json.writeNumberProperty("snapshotsIncomplete", snapshots.incomplete());
      json.writeNumberProperty("snapshotsAborted", snapshots.aborted());
      json.writeNumberProperty("snapshotsNotEnded", notEnded());
      json.writeNumberProperty("transfers", audit.transfers());
      json.writeNumberProperty("lost", audit.lost());
      json.writeNumberProperty("duplicated", audit.duplicated());
      json.writeNumberProperty("finalTotal", audit.finalTotal());
      json.writeNumberProperty("expected", total);
      json.writeNumberProperty("seconds", time.toSeconds());
      json.writeStringProperty("transport", protocol.word());
      if (protocol == Protocol.UDP) {
        json.writeNumberProperty("datagrams", damage.passed());
        json.writeNumberProperty("datagramsLost", damage.lost());
        json.writeNumberProperty("datagramsDuplicated", damage.duplicated());
        json.writeNumberProperty("datagramsDelayed", damage.delayed());
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d kills, %,d stops, %,d cut and %,d stalled connections in %,d s",
            plan.kills(),
            plan.count(ChaosPlan.Kind.STOP),
            plan.count(ChaosPlan.Kind.CUT),
            plan.count(ChaosPlan.Kind.STALL),
            time.toSeconds()));
    if (protocol == Protocol.UDP) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d datagrams, of which %,d lost, %,d duplicated, %,d delayed",
              damage.passed(),
              damage.lost(),
              damage.duplicated(),
              damage.delayed()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "Snapshots  %,d complete, %,d with money in flight, %,d inconsistent",
            snapshots.complete(),
            snapshots.withMoneyInFlight(),
            snapshots.inconsistent()));
    lines.add(
        String.format(
            Locale.ROOT,
            "           %,d incomplete, %,d aborted, %,d not ended in time",
            snapshots.incomplete(),
            snapshots.aborted(),
            notEnded()));
    if (snapshots.firstViolation() != null) {
      lines.add("           " + snapshots.firstViolation());
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "Transfers  %,d sent, %,d lost, %,d duplicated",
            audit.transfers(),
            audit.lost(),
            audit.duplicated()));
    lines.add(
        String.format(
            Locale.ROOT,
            "Total      $%,d of $%,d%s",
            audit.finalTotal(),
            total,
            isTotalExact() ? "  ✓ exact" : "  ✗"));
    if (!audit.silent().isEmpty()) {
      lines.add("No ledger from " + String.join(", ", audit.silent()));
    }
    return lines;
  }
}
