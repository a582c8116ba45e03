package cutline.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened, in words: a short line an event. */
public final class Story {

  private Story() {}

  /** The event in one line. */
  public static String line(Event event) {
    return event.process() + " " + predicate(event.action());
  }

  /** What the process did, without its name. */
  private static String predicate(Action action) {
    return switch (action) {
      case Action.Send(String to, String message, long amount, Long balance) ->
          "sent %s to %s (%s).".formatted(dollars(amount), to, message) + balance(balance);
      case Action.Receive receive ->
          "received %s from %s (%s).%s%s"
              .formatted(
                  dollars(receive.amount()),
                  receive.from(),
                  receive.message(),
                  balance(receive.balance()),
                  counted(receive.recorded()));
      case Action.RecordState(String snapshot, Long balance) ->
          "recorded %s for snapshot %s."
              .formatted(balance == null ? "its state" : dollars(balance), snapshot);
      case Action.MarkerSend(String to, String message, String snapshot) ->
          "sent a marker of snapshot %s to %s (%s).".formatted(snapshot, to, message);
      case Action.MarkerReceive(String from, String message, String snapshot) ->
          "received a marker of snapshot %s from %s (%s).".formatted(snapshot, from, message);
      case Action.ChannelClosed(String from, String snapshot) ->
          "stopped recording the channel from %s for snapshot %s.".formatted(from, snapshot);
      case Action.Complete(String snapshot) ->
          "is done with its part of snapshot %s.".formatted(snapshot);
      case Action.Abort(String snapshot, String reason) ->
          "gave up snapshot %s%s.".formatted(snapshot, reason == null ? "" : ": " + reason);
      case Action.Kill _ -> "was killed.";
      case Action.Restart(Long balance) -> "is back." + balance(balance);
      case Action.Restore(String snapshot, Long balance) ->
          "went back to snapshot %s.".formatted(snapshot) + balance(balance);
      case Action.Connect(String peer) -> "is connected to " + peer + ".";
      case Action.Disconnect(String peer) -> "is disconnected from " + peer + ".";
      case Action.Gap(String reason, Long _) -> "is not fully told: " + reason + ".";
    };
  }

  private static String balance(@Nullable Long balance) {
    return balance == null ? "" : " Balance: " + dollars(balance);
  }

  private static String counted(List<String> snapshots) {
    return snapshots.isEmpty()
        ? ""
        : ". In flight in snapshot%s %s"
            .formatted(snapshots.size() == 1 ? "" : "s", String.join(", ", snapshots));
  }

  /** As in {@code $4,000}. */
  public static String dollars(Number amount) {
    return "$%,d".formatted(amount);
  }
}
