package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.simulation.text.Telling;
import cutline.trace.Collector;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.LogHeader;
import cutline.trace.Processes;
import cutline.trace.Verdict;
import cutline.trace.Verification;
import cutline.trace.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A script, run to its end.
 *
 * @param snapshots by number, from 0
 * @param log what happened; ticks are milliseconds in it
 * @param verification what can be said of the snapshots from outside
 * @param captions what is told to those who watch
 * @param outcome how it has ended otherwise than a scenario may, in a sentence, or null
 * @param unmet the expectations that were not met, each in a sentence with its place
 */
public record ScenarioRun(
    List<GlobalSnapshot<Long, Tokens>> snapshots,
    EventLog log,
    Verification verification,
    List<Caption> captions,
    @Nullable String outcome,
    List<String> unmet) {

  /**
   * Something is told.
   *
   * @param after the number of events before it
   */
  public record Caption(long after, Telling what) {}

  /** In this world all that waits is in flight, and of that there is not more. */
  private static final int HELD = 1_000_000;

  /** Keeps copies of the lists. */
  public ScenarioRun {
    snapshots = List.copyOf(snapshots);
    captions = List.copyOf(captions);
    unmet = List.copyOf(unmet);
  }

  /**
   * Runs a script.
   *
   * @param name what the log says that it is of
   * @param seed what the log says that the delays depend on, or null
   * @param captions is told each caption when its time comes
   * @throws ConfigurationException if a process sends what it does not have, there are too few
   *     delays, or too many messages
   */
  public static ScenarioRun of(
      String name,
      ScenarioTopology topology,
      Script script,
      Delays delays,
      @Nullable Long seed,
      Consumer<String> captions)
      throws ConfigurationException {
    Running running = new Running(topology, script, delays, Changes.NONE);
    running.run(captions);
    List<String> failures = running.world.failures();
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures.getFirst());
    }
    return running.ended(name, seed, null);
  }

  /**
   * Runs a script in which single messages are lost or late. Whatever comes of that, the run tells.
   *
   * @param name what the log says that it is of
   * @param seed what the log says that the delays depend on, or null
   */
  public static ScenarioRun changed(
      String name,
      ScenarioTopology topology,
      Script script,
      Delays delays,
      @Nullable Long seed,
      Changes changes) {
    Running running = new Running(topology, script, delays, changes);
    String outcome = null;
    try {
      running.run(_ -> {});
    } catch (ConfigurationException e) {
      outcome = e.getMessage();
    }
    List<String> failures = running.world.failures();
    return running.ended(name, seed, failures.isEmpty() ? outcome : failures.getFirst());
  }

  /** A script under way. */
  private static final class Running {
    private final ScenarioTopology topology;
    private final Script script;
    private final Processes processes;
    private final List<Event> events = new ArrayList<>();
    private final List<Caption> told = new ArrayList<>();
    private final Collector collector;
    private final TickWorld world;

    Running(ScenarioTopology topology, Script script, Delays delays, Changes changes) {
      this.topology = topology;
      this.script = script;
      this.processes = new Processes(topology.topology().names());
      this.collector = new Collector(processes, ChannelOrder.FIFO, HELD, events::add);
      this.world = new TickWorld(topology, delays, script.mistake(), changes, collector::take);
    }

    void run(Consumer<String> captions) throws ConfigurationException {
      for (Step step : script.steps()) {
        switch (step) {
          case Step.Send send -> world.send(send);
          case Step.Initiate(String process) -> world.initiate(process);
          case Step.Tick(long ticks) -> world.tick(ticks);
          case Step.Tell(Telling what) -> {
            told.add(new Caption(events.size(), what));
            if (what instanceof Telling.Say(String text)) {
              captions.accept(text);
            }
          }
        }
      }
      world.finish();
    }

    ScenarioRun ended(String name, @Nullable Long seed, @Nullable String outcome) {
      collector.finish();
      LogHeader header = new LogHeader(name, processes, seed, topology.total(), ChannelOrder.FIFO);
      EventLog log = new EventLog(header, events);
      Verification verification = Verification.of(log);
      List<String> unmet = new ArrayList<>();
      for (Expectation expectation : script.expectations()) {
        String objection = objection(expectation, world.snapshots(), verification);
        if (objection != null) {
          unmet.add(expectation.place().error(objection).getMessage());
        }
      }
      return new ScenarioRun(world.snapshots(), log, verification, told, outcome, unmet);
    }
  }

  /** Whether all snapshots are consistent, and all that was expected came out. */
  public boolean isGood() {
    return unmet.isEmpty()
        && verification.ofLog().isEmpty()
        && verification.verdicts().stream()
            .allMatch(verdict -> verdict.status() == Verdict.Status.CONSISTENT);
  }

  private static @Nullable String objection(
      Expectation expectation,
      List<GlobalSnapshot<Long, Tokens>> snapshots,
      Verification verification) {
    return switch (expectation) {
      case Expectation.Total total -> objection(total, snapshots);
      case Expectation.Snapshot expected -> {
        if (expected.number() >= snapshots.size()) {
          yield "snapshot %d is not there".formatted(expected.number());
        }
        GlobalSnapshot<Long, Tokens> snapshot = snapshots.get(expected.number());
        yield snapshot.states().equals(expected.tokens())
                && amounts(snapshot).equals(expected.channels())
            ? null
            : "snapshot %d is %s".formatted(expected.number(), words(snapshot));
      }
      case Expectation.Found(var _, String sentence) -> {
        List<String> found = verification.violations().stream().map(Violation::sentence).toList();
        yield found.contains(sentence)
            ? null
            : found.isEmpty()
                ? "nothing is wrong"
                : "what is wrong is \"%s\"".formatted(String.join("\", \"", found));
      }
    };
  }

  private static @Nullable String objection(
      Expectation.Total total, List<GlobalSnapshot<Long, Tokens>> snapshots) {
    for (int number = 0; number < snapshots.size(); number++) {
      BigInteger counted = counted(snapshots.get(number));
      if (!counted.equals(BigInteger.valueOf(total.tokens()))) {
        return "snapshot %d counts %d tokens".formatted(number, counted);
      }
    }
    return snapshots.isEmpty() ? "there is no snapshot that counts tokens" : null;
  }

  private static BigInteger counted(GlobalSnapshot<Long, Tokens> snapshot) {
    BigInteger sum = BigInteger.ZERO;
    for (long tokens : snapshot.states().values()) {
      sum = sum.add(BigInteger.valueOf(tokens));
    }
    for (List<Tokens> messages : snapshot.channels().values()) {
      for (Tokens message : messages) {
        sum = sum.add(BigInteger.valueOf(message.amount()));
      }
    }
    return sum;
  }

  private static SortedMap<Channel, List<Long>> amounts(GlobalSnapshot<Long, Tokens> snapshot) {
    SortedMap<Channel, List<Long>> amounts = new TreeMap<>();
    snapshot
        .channels()
        .forEach((channel, messages) ->
            amounts.put(channel, messages.stream().map(Tokens::amount).toList()));
    return amounts;
  }

  /** As a script writes it. */
  private static String words(GlobalSnapshot<Long, Tokens> snapshot) {
    List<String> words = new ArrayList<>();
    snapshot.states().forEach((process, tokens) -> words.add(process + " " + tokens));
    amounts(snapshot)
        .forEach((channel, amounts) ->
            words.add(
                "%s->%s %s"
                    .formatted(
                        channel.from(),
                        channel.to(),
                        String.join("+", amounts.stream().map(String::valueOf).toList()))));
    return String.join(", ", words);
  }
}
