package cutline.cli.scenario;

import cutline.bank.SnapshotJson;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.simulation.scenario.ScenarioRun;
import cutline.simulation.scenario.Tokens;
import cutline.trace.Action;
import cutline.trace.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A snapshot of the tick world as JSON: tokens are dollars, and a tick is a millisecond. */
final class TickSnapshotJson {

  private TickSnapshotJson() {}

  static String line(ScenarioRun run, int number) {
    GlobalSnapshot<Long, Tokens> snapshot = run.snapshots().get(number);
    SortedMap<String, BranchState> states = new TreeMap<>();
    snapshot.states().forEach((name, tokens) -> states.put(name, new BranchState(tokens)));
    SortedMap<Channel, List<Transfer>> channels = new TreeMap<>();
    snapshot
        .channels()
        .forEach((channel, messages) ->
            channels.put(
                channel, messages.stream().map(tokens -> new Transfer(tokens.amount())).toList()));
    List<Long> times =
        run.log().events().stream().filter(event -> isOf(event, number)).map(Event::at).toList();
    Long total = run.log().header().total();
    return SnapshotJson.line(
        new BankSnapshot(
            new GlobalSnapshot<>(
                snapshot.id(),
                snapshot.initiator(),
                snapshot.status(),
                snapshot.reason(),
                states,
                channels,
                snapshot.markers()),
            total == null ? 0 : total,
            Instant.EPOCH.plus(times.getFirst(), ChronoUnit.MICROS),
            Duration.of(times.getLast() - times.getFirst(), ChronoUnit.MICROS)));
  }

  private static boolean isOf(Event event, int number) {
    return event.action() instanceof Action.OfSnapshot action
        && action.snapshot().equals("" + number);
  }
}
