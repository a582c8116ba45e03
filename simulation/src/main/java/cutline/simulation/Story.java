package cutline.simulation;

import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes down in words what happens in a world, a line for each thing. */
final class Story implements Observer {

  private final Topology topology;
  private final List<String> lines = new ArrayList<>();

  Story(Topology topology) {
    this.topology = topology;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void happened(long at, Happening what) {
    lines.add(String.format(Locale.ROOT, "%10.3f ms  %s", at / 1e6, say(what)));
  }

  private String name(int process) {
    return topology.name(process);
  }

  private String channel(int from, int to) {
    return new Channel(name(from), name(to)).toString();
  }

  private String say(Message message) {
    return "message %d of %s ($%d)"
        .formatted(message.number, channel(message.from, message.to), message.transfer.amount());
  }

  private String say(Happening what) {
    return switch (what) {
      case Happening.Sent sent ->
          "%s sends %s and has $%d"
              .formatted(name(sent.after().process), say(sent.message()), sent.after().balance);
      case Happening.Received received ->
          "%s receives %s and has $%d"
              .formatted(
                  name(received.after().process),
                  say(received.message()),
                  received.after().balance);
      case Happening.Durable durable -> durable.what().toString();
      case Happening.Recorded recorded ->
          "%s records its state for snapshot %s: $%d"
              .formatted(
                  name(recorded.state().process), recorded.snapshot(), recorded.state().balance);
      case Happening.MarkerSent marker ->
          "%s puts the marker of %s into %s, behind %d messages"
              .formatted(
                  name(marker.from()),
                  marker.snapshot(),
                  channel(marker.from(), marker.to()),
                  marker.messagesBefore());
      case Happening.InFlight inFlight ->
          "%s records %s as in flight in %s"
              .formatted(name(inFlight.message().to), say(inFlight.message()), inFlight.snapshot());
      case Happening.ChannelClosed closed ->
          "%s knows the state of %s in %s"
              .formatted(name(closed.to()), channel(closed.from(), closed.to()), closed.snapshot());
      case Happening.PartComplete part ->
          "%s has its part of %s".formatted(name(part.process()), part.snapshot());
      case Happening.Decided decided -> say(decided.snapshot());
      case Happening.WentBack back ->
          "%s goes back to a snapshot, and has $%d"
              .formatted(name(back.state().process), back.state().balance);
      case Happening.Killed killed ->
          "%s dies, %s".formatted(name(killed.process()), say(killed.where()));
      case Happening.Started started ->
          "%s is there%s, with $%d"
              .formatted(
                  name(started.process()),
                  started.life() == 1 ? "" : " again",
                  started.state().balance);
      case Happening.Connected connected ->
          "%s has %s connection with %s"
              .formatted(
                  name(connected.process()), connected.isThere() ? "a" : "no", connected.peer());
      case Happening.Turned turned -> turned.what();
    };
  }

  private static String say(GlobalSnapshot<Moment, Message> snapshot) {
    return "snapshot %s is %s%s"
        .formatted(
            snapshot.id(),
            snapshot.status().name().toLowerCase(Locale.ROOT),
            snapshot.reason() == null ? "" : ": " + snapshot.reason());
  }

  private static String say(Deed.Where where) {
    return switch (where) {
      case BETWEEN_STEPS -> "between two steps";
      case BEFORE_SYNC -> "before its commit is on the disk";
      case TORN_WRITE -> "with its commit partly on the disk";
      case AFTER_COMMIT -> "between its commit and what follows from it";
      case WHILE_SENDING -> "while it sends";
    };
  }
}
