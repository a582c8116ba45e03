package cutline.cli.simulate;

import cutline.cli.command.ExitCode;
import cutline.simulation.Outcome;
import cutline.simulation.Violation;
import cutline.simulation.bug.Bug;
import cutline.simulation.world.WorldFile;
import cutline.simulation.world.WorldRun;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What came of a world file, for people and in the schema {@code cutline.world/1}
 * (docs/formats.md).
 */
record WorldReport(WorldFile file, WorldRun run) {

  private static final JsonFactory JSON = new JsonFactory();

  int exitCode() {
    return run.isGood() ? ExitCode.OK : ExitCode.INCONSISTENT;
  }

  /** What happened, and whether a law was broken. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(run.story());
    Violation violation = run.outcome().violation();
    if (violation != null) {
      lines.add("  ✗ " + violation.sentence());
    }
    lines.add("");
    if (violation == null) {
      lines.add("No law was broken.");
    } else {
      boolean isExpected = file.expected() != null && run.unmet() == null;
      lines.add(
          "The law %s was broken%s."
              .formatted(violation.law().id(), isExpected ? ", as the file says" : ""));
    }
    return lines;
  }

  /** What came out otherwise than the file says. */
  List<String> unmet() {
    return run.unmet() == null ? List.of() : List.of("✗ " + run.unmet());
  }

  String json() {
    Outcome outcome = run.outcome();
    Violation violation = outcome.violation();
    Bug bug = file.bug();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.world/1");
      json.writeNumberProperty("snapshotsCompleted", outcome.snapshots());
      json.writeNumberProperty("withMoneyInFlight", outcome.inFlight());
      if (violation == null) {
        json.writeNullProperty("violation");
      } else {
        json.writeName("violation");
        json.writeStartObject();
        json.writeStringProperty("invariant", violation.law().id());
        json.writeStringProperty("sentence", violation.sentence());
        json.writeEndObject();
      }
      if (run.unmet() == null) {
        json.writeNullProperty("unmet");
      } else {
        json.writeStringProperty("unmet", run.unmet());
      }
      json.writeNumberProperty("events", outcome.events());
      json.writeStringProperty("digest", "%016x".formatted(outcome.digest()));
      if (bug == null) {
        json.writeNullProperty("bug");
      } else {
        json.writeStringProperty("bug", bug.id());
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
