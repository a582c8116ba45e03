package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.trace.Action;
import cutline.trace.Event;
import java.util.List;

/** Runs scenarios that stand in a test, and tells what happened in few words. */
final class Told {

  /** Two processes with a channel each way. */
  static final String TWO = "2\nA 10\nB 10\nA B\nB A\n";

  /** Three processes, all connected with all. */
  static final String THREE = "3\nA 10\nB 10\nC 10\nA B\nA C\nB A\nB C\nC A\nC B\n";

  private Told() {}

  static ScenarioRun run(String topology, String events, String delays)
      throws ConfigurationException {
    ScenarioTopology parsed = ScenarioTopology.parse("t.top", topology);
    return ScenarioRun.of(
        "test",
        parsed,
        Script.parse("t.events", events, parsed),
        Delays.parse("t.delays", delays),
        null,
        _ -> {});
  }

  /** Each arrival, as in {@code 2 A→B m1}. */
  static List<String> arrivals(ScenarioRun run) {
    return run.log().events().stream()
        .filter(event -> event.action() instanceof Action.Incoming)
        .map(event -> {
          Action.Incoming incoming = (Action.Incoming) event.action();
          return "%d %s→%s %s"
              .formatted(tick(event), incoming.from(), event.process(), incoming.message());
        })
        .toList();
  }

  /** Each departure, as in {@code 2 A→B m1}. */
  static List<String> departures(ScenarioRun run) {
    return run.log().events().stream()
        .filter(event -> event.action() instanceof Action.Outgoing)
        .map(event -> {
          Action.Outgoing outgoing = (Action.Outgoing) event.action();
          return "%d %s→%s %s"
              .formatted(tick(event), event.process(), outgoing.to(), outgoing.message());
        })
        .toList();
  }

  static long tick(Event event) {
    return event.at() / TickWorld.MICROS;
  }
}
