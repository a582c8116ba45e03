package cutline.cli.explore;

import static cutline.cli.text.Figures.number;

import cutline.cli.command.ExitCode;
import cutline.core.ChannelOrder;
import cutline.simulation.bug.Bug;
import cutline.simulation.explore.Exploration;
import cutline.simulation.explore.SmallWorld;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a search has found, in the schema {@code cutline.exploration/1} (docs/formats.md) too. */
record ExplorationReport(SmallWorld world, int limit, Exploration found) {

  private static final JsonFactory JSON = new JsonFactory();

  int exitCode() {
    return found.counterexample() != null
        ? ExitCode.INCONSISTENT
        : found.isExhausted() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private String channels() {
    return world.order() == ChannelOrder.FIFO ? "fifo" : "non-fifo";
  }

  String json() {
    Exploration.Counterexample wrong = found.counterexample();
    Bug bug = world.bug();
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.exploration/1");
      json.writeNumberProperty("processes", world.processes());
      json.writeNumberProperty("transfers", world.transfers());
      json.writeNumberProperty("snapshots", world.snapshots());
      json.writeNumberProperty("crashes", world.crashes());
      json.writeNumberProperty("deadlines", world.deadlines());
      json.writeStringProperty("channels", channels());
      json.writeStringProperty("bug", bug == null ? null : bug.id());
      json.writeNumberProperty("states", found.states());
      json.writeNumberProperty("namedStates", found.namedStates());
      json.writeNumberProperty("transitions", found.transitions());
      json.writeNumberProperty("machineSteps", found.machineSteps());
      json.writeNumberProperty("depth", found.depth());
      json.writeNumberProperty("snapshotsCompleted", found.snapshotsCompleted());
      json.writeNumberProperty("withMoneyInFlight", found.withMoneyInFlight());
      json.writeBooleanProperty("exhausted", found.isExhausted());
      json.writeNumberProperty("violations", wrong == null ? 0 : 1);
      json.writeStringProperty("sentence", wrong == null ? null : wrong.sentence());
      json.writeEndObject();
    }
    return text.toString();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s · %s · %s%s%s · %s channels"
            .formatted(
                counted(world.processes(), "process", "processes"),
                counted(world.transfers(), "transfer", "transfers"),
                counted(world.snapshots(), "snapshot", "snapshots"),
                world.crashes() == 0 ? "" : " · " + counted(world.crashes(), "crash", "crashes"),
                world.deadlines() == 0
                    ? ""
                    : " · " + counted(world.deadlines(), "deadline", "deadlines"),
                channels()));
    lines.add(
        "%s states (%s if names made a difference), %s transitions of %s different steps of a process, depth %s"
            .formatted(
                number(found.states()),
                number(found.namedStates()),
                number(found.transitions()),
                number(found.machineSteps()),
                number(found.depth())));
    lines.add(
        "a snapshot was completed %s times, %s times with money in flight"
            .formatted(number(found.snapshotsCompleted()), number(found.withMoneyInFlight())));
    if (found.counterexample() != null) {
      lines.addAll(counterexample());
    } else if (found.isExhausted()) {
      lines.add("✓ every interleaving: all snapshots exact, no money lost, nothing waits for ever");
    } else {
      lines.add(
          "not proven: the limit of %s states was reached, and nothing is wrong in those"
              .formatted(number(limit)));
    }
    return lines;
  }

  /** The shortest way to what is wrong, ending with it; nothing if nothing is. */
  List<String> counterexample() {
    Exploration.Counterexample wrong = found.counterexample();
    List<String> lines = new ArrayList<>();
    if (wrong != null) {
      for (int step = 0; step < wrong.steps().size(); step++) {
        List<String> told = wrong.steps().get(step);
        lines.add(String.format(Locale.ROOT, "%3d  %s", step + 1, told.getFirst()));
        told.stream().skip(1).forEach(line -> lines.add("       " + line));
      }
      lines.add("✗ " + wrong.sentence());
    }
    return lines;
  }

  private static String counted(int count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }
}
