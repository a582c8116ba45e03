package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
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
 * @param unmet the expectations that were not met, each in a sentence with its place
 */
public record ScenarioRun(
    List<GlobalSnapshot<Long, Tokens>> snapshots,
    EventLog log,
    Verification verification,
    List<String> unmet) {

  /** In this world all that waits is in flight, and of that there is not more. */
  private static final int HELD = 1_000_000;

  /** Keeps copies of the lists. */
  public ScenarioRun {
    snapshots = List.copyOf(snapshots);
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
    Processes processes = new Processes(topology.topology().names());
    List<Event> events = new ArrayList<>();
    Collector collector = new Collector(processes, HELD, events::add);
    TickWorld world = new TickWorld(topology, delays, script.mistake(), collector::take);
    for (Step step : script.steps()) {
      switch (step) {
        case Step.Send send -> world.send(send);
        case Step.Initiate(String process) -> world.initiate(process);
        case Step.Tick(long ticks) -> world.tick(ticks);
        case Step.Say(String caption) -> captions.accept(caption);
      }
    }
    world.finish();
    collector.finish();
    EventLog log = new EventLog(new LogHeader(name, processes, seed, topology.total()), events);
    Verification verification = Verification.of(log);
    List<String> unmet = new ArrayList<>();
    for (Expectation expectation : script.expectations()) {
      String objection = objection(expectation, world.snapshots(), verification);
      if (objection != null) {
        unmet.add(expectation.place().error(objection).getMessage());
      }
    }
    return new ScenarioRun(world.snapshots(), log, verification, unmet);
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
