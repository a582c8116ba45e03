package cutline.cli.simulate;

import cutline.cli.command.ExitCode;
import cutline.simulation.Channels;
import cutline.simulation.Minimiser;
import cutline.simulation.Mutation;
import cutline.simulation.Plan;
import cutline.simulation.Search;
import cutline.simulation.Violation;
import cutline.simulation.bug.Bug;
import cutline.simulation.world.WorldFile;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What came of a search, for people and in the schema {@code cutline.simulation/1}
 * (docs/formats.md).
 *
 * @param smallest the world of the first violation, made as small as it gets; null if there is none
 */
record SimulationReport(
    Search search, @Nullable Bug bug, Search.Result result, @Nullable Plan smallest) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Makes the first violation small, which takes its time. */
  static SimulationReport of(Search search, @Nullable Bug bug, Search.Result result) {
    Search.Finding first = result.first();
    return new SimulationReport(
        search,
        bug,
        result,
        first == null
            ? null
            : Minimiser.minimise(
                search.plan(first.seed()), search.mutation(), first.violation().law()));
  }

  int exitCode() {
    return result.violations() > 0 ? ExitCode.INCONSISTENT : ExitCode.OK;
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("schema", "cutline.simulation/1");
      json.writeNumberProperty("schedules", result.schedules());
      json.writeNumberProperty("snapshotsCompleted", result.snapshots());
      json.writeNumberProperty("withMoneyInFlight", result.inFlight());
      json.writeNumberProperty("violations", result.violations());
      Search.Finding first = result.first();
      if (first == null) {
        json.writeNullProperty("firstViolation");
      } else {
        json.writeName("firstViolation");
        json.writeStartObject();
        json.writeNumberProperty("seed", first.seed());
        json.writeStringProperty("invariant", first.violation().law().id());
        json.writeStringProperty("sentence", first.violation().sentence());
        json.writeEndObject();
      }
      json.writeNumberProperty("events", result.events());
      json.writeStringProperty("digest", "%016x".formatted(result.digest()));
      json.writeStringProperty("faults", search.faults().toString());
      Channels channels = search.channels();
      json.writeStringProperty("channels", channels == null ? "by seed" : channels.id());
      if (bug == null) {
        json.writeNullProperty("bug");
      } else {
        json.writeStringProperty("bug", bug.id());
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  /** How much was tried, and whether something was found. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        ("%,d schedules · %,d events · %,d snapshots completed, %d %% of them with money in"
                + " flight")
            .formatted(
                result.schedules(),
                result.events(),
                result.snapshots(),
                result.snapshots() == 0 ? 0 : 100 * result.inFlight() / result.snapshots()));
    lines.add(
        result.violations() == 0
            ? "No law was broken."
            : "In %,d of the schedules a law was broken.".formatted(result.violations()));
    return lines;
  }

  /** The first violation in words, made as small as it gets; nothing if there is none. */
  List<String> story() {
    Search.Finding first = result.first();
    Plan small = smallest;
    if (first == null || small == null) {
      return List.of();
    }
    Violation violation = first.violation();
    Supplier<Mutation> mutation = search.mutation();
    Plan whole = search.plan(first.seed());
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Seed %d breaks the law %s:".formatted(first.seed(), violation.law().id()));
    lines.add("  " + violation.sentence());
    lines.add("");
    lines.add(
        "The shortest way there, with %d of the %d things that were planned:"
            .formatted(small.deeds().size(), whole.deeds().size()));
    lines.addAll(Minimiser.story(small, mutation.get()));
    Violation last = Minimiser.violation(small, mutation.get());
    if (last != null) {
      lines.add("  ✗ " + last.sentence());
    }
    lines.add("");
    lines.add("Again: " + command(first.seed()));
    return lines;
  }

  /**
   * The world that can be kept: the smallest one of a violation, or that of the only seed; null if
   * there is no such world.
   */
  @Nullable Plan kept(SeedRange seeds) {
    return smallest == null && seeds.count() == 1 ? search.plan(seeds.from()) : smallest;
  }

  /** A world that is kept, as a file, with where it is from. */
  String worldFile(Plan plan) {
    Search.Finding first = result.first();
    List<String> comments = new ArrayList<>();
    if (first != null) {
      comments.add(
          "Seed %d breaks the law %s, also with %d of the %d things that were planned."
              .formatted(
                  first.seed(),
                  first.violation().law().id(),
                  plan.deeds().size(),
                  search.plan(first.seed()).deeds().size()));
    }
    comments.add(command(plan.seed()));
    return WorldFile.text(plan, bug, Minimiser.violation(plan, search.mutation().get()), comments);
  }

  private String command(long seed) {
    return "cutline simulate --seeds %d..%d --faults %s --channels %s%s"
        .formatted(
            seed,
            seed,
            search.faults(),
            search.channels(seed).id(),
            bug == null ? "" : " --bug " + bug.id());
  }
}
