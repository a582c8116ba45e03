package cutline.console.lesson;

import cutline.bank.config.ConfigurationException;
import cutline.console.log.LogShape;
import cutline.core.Channel;
import cutline.simulation.EventTrace;
import cutline.simulation.Outcome;
import cutline.simulation.Plan;
import cutline.simulation.Violation;
import cutline.simulation.World;
import cutline.simulation.scenario.Changes;
import cutline.simulation.scenario.Delays;
import cutline.simulation.scenario.ScenarioRun;
import cutline.simulation.scenario.ScenarioTopology;
import cutline.simulation.scenario.Script;
import cutline.simulation.text.Telling;
import cutline.simulation.world.WorldFile;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.LogHeader;
import cutline.trace.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What can be run, and run again in another way. */
public sealed interface Scenario {

  /** The id of the bug that is planted in it, or null. */
  @Nullable String bug();

  /** Whether single messages of it can be changed. */
  boolean takesChanges();

  /**
   * Runs it to its end.
   *
   * @param seed what is drawn depends on it; null for what the scenario itself says
   * @param changes none, unless it {@link #takesChanges}
   * @throws ConfigurationException if the scenario is malformed
   */
  Run run(@Nullable Long seed, Changes changes) throws ConfigurationException;

  /**
   * A scenario that was run.
   *
   * @param captions what is told, each behind an event
   * @param outcome how it has ended otherwise than it should have, in a sentence, or null
   * @param broken the law of a world that was broken, or null
   */
  record Run(
      LogShape shape,
      EventLog log,
      List<ScenarioRun.Caption> captions,
      @Nullable String outcome,
      @Nullable Violation broken) {

    /** What can be said of its snapshots from outside. */
    public Verification verification() {
      return Verification.of(log);
    }
  }

  /**
   * A small world of ticks.
   *
   * @param name how messages call it
   * @param delays the text of its file of delays, or null for those of seed 1
   */
  record Ticks(String name, ScenarioTopology topology, Script script, @Nullable String delays)
      implements Scenario {

    private static final long SEED = 1;

    @Override
    public @Nullable String bug() {
      return script.mistake() == null ? null : script.mistake().word();
    }

    @Override
    public boolean takesChanges() {
      return true;
    }

    @Override
    public Run run(@Nullable Long seed, Changes changes) throws ConfigurationException {
      String fixed = seed == null ? delays : null;
      Delays drawn =
          fixed == null
              ? Delays.random(seed == null ? SEED : seed)
              : changes.byMessage().isEmpty()
                  ? Delays.parse(name, fixed)
                  : Delays.parse(name, fixed).orElse(Delays.random(SEED));
      ScenarioRun run = ScenarioRun.changed(name, topology, script, drawn, seed, changes);
      SortedSet<Channel> channels = new TreeSet<>(topology.topology().channels().keySet());
      return new Run(
          new LogShape(run.log().header(), channels, topology.tokens()),
          run.log(),
          run.captions(),
          run.outcome(),
          null);
    }
  }

  /** A bank of whole processes in virtual time. */
  record Processes(String name, WorldFile file) implements Scenario {

    @Override
    public @Nullable String bug() {
      return file.bug() == null ? null : file.bug().id();
    }

    @Override
    public boolean takesChanges() {
      return false;
    }

    @Override
    public Run run(@Nullable Long seed, Changes changes) {
      Plan plan = seed == null ? file.plan() : with(file.plan(), seed);
      EventTrace trace = new EventTrace(plan);
      Outcome outcome = World.run(plan, file.plant(), trace);
      EventLog traced = trace.log();
      LogHeader header = traced.header();
      EventLog log =
          new EventLog(
              new LogHeader(
                  name, header.processes(), header.seed(), header.total(), header.order()),
              traced.events());
      Map<String, Long> opening = new HashMap<>();
      for (int process = 0; process < plan.topology().size(); process++) {
        opening.put(plan.topology().name(process), plan.openingBalances().get(process));
      }
      Violation broken = outcome.violation();
      return new Run(
          new LogShape(log.header(), new TreeSet<>(plan.topology().channels().keySet()), opening),
          log,
          captions(log, file.tellings()),
          broken == null ? null : broken.sentence(),
          broken);
    }

    private static Plan with(Plan plan, long seed) {
      return new Plan(
          seed, plan.topology(), plan.openingBalances(), plan.weather(), plan.deeds(), plan.end());
    }

    /** Each stands behind all that was before its time. */
    private static List<ScenarioRun.Caption> captions(EventLog log, List<WorldFile.Told> tellings) {
      List<ScenarioRun.Caption> captions = new ArrayList<>();
      for (WorldFile.Told told : tellings) {
        long after = 0;
        for (Event event : log.events()) {
          if (event.at() * 1_000 < told.at()) {
            after = event.seq();
          }
        }
        captions.add(new ScenarioRun.Caption(after, told.what()));
      }
      return captions;
    }
  }

  /** The title that it gives itself, or its name. */
  static String title(List<ScenarioRun.Caption> captions, String name) {
    for (ScenarioRun.Caption caption : captions) {
      if (caption.what() instanceof Telling.Title(String text)) {
        return text;
      }
    }
    return name;
  }
}
