package cutline.cli.client;

import cutline.bank.config.Durations;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.TotalConserved;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.bank.domain.TransferRefusal;
import cutline.cli.text.Figures;
import cutline.core.LocalSnapshot;
import cutline.runtime.PeerStatus;
import cutline.runtime.SendRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of a client. */
final class ClientText {

  private static final Pattern SPEAKS_OF_CLIENTS =
      Pattern.compile("(no report from )(.+)|(.+)( (?:was|were) never seen)");

  /** So many ids are named where all would be. */
  private static final int MOST_NAMED = 20;

  private ClientText() {}

  /** A client with its id. */
  static String client(String id) {
    return "Client " + id;
  }

  /** Some clients. */
  static String clients(List<String> ids) {
    return String.join(", ", ids.stream().map(ClientText::client).toList());
  }

  static String sent(String id, String to, long amount, long balance) {
    return "Client %s sent $%,d dollar to Client %s. Balance: $%,d"
        .formatted(id, amount, to, balance);
  }

  static String received(String id, String from, long amount, long balance) {
    return "Client %s received $%,d dollar from Client %s. Balance: $%,d"
        .formatted(id, amount, from, balance);
  }

  static String balance(String id, long balance) {
    return "Client %s: $%,d".formatted(id, balance);
  }

  /** What a client has recorded for a snapshot of another one. */
  static String tookPart(LocalSnapshot<BranchState, Transfer> part) {
    List<String> recorded = new ArrayList<>();
    for (Map.Entry<String, List<Transfer>> channel : part.channels().entrySet()) {
      if (!channel.getValue().isEmpty()) {
        recorded.add(
            "%s on the fly from Client %s"
                .formatted(
                    Figures.dollars(TotalConserved.sum(channel.getValue())), channel.getKey()));
      }
    }
    return "Client %s took part in snapshot %s of Client %s: balance $%,d, %s"
        .formatted(
            part.process(),
            part.id(),
            part.id().initiator(),
            part.state().balance(),
            recorded.isEmpty() ? "nothing on the fly" : String.join(", ", recorded));
  }

  /** Why a snapshot is no result, with the clients that it speaks of as people know them. */
  static String reason(String reason, List<String> ids) {
    Matcher matcher = SPEAKS_OF_CLIENTS.matcher(reason);
    if (!matcher.matches()) {
      return reason;
    }
    boolean isReport = matcher.group(1) != null;
    List<String> named = List.of(matcher.group(isReport ? 2 : 3).split(", "));
    if (!ids.containsAll(named)) {
      return reason;
    }
    return isReport ? matcher.group(1) + clients(named) : clients(named) + matcher.group(4);
  }

  /** Which clients there are. */
  static String those(List<String> ids) {
    String named = String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size())));
    return ids.size() <= MOST_NAMED
        ? named
        : "%s and %,d more".formatted(named, ids.size() - MOST_NAMED);
  }

  /** Why a transfer of a client did not happen. */
  static String refusal(String id, TransferRefusal refusal) {
    return switch (refusal) {
      case TransferRefusal.InvalidAmount invalid ->
          "%,d cannot be sent: the least is $1".formatted(invalid.amount());
      case TransferRefusal.ToItself _ -> "Client %s cannot send money to itself".formatted(id);
      case TransferRefusal.UnknownBranch unknown -> "there is no client " + unknown.branch();
      case TransferRefusal.NotConnected away ->
          "Client %s is not there, and money goes only to those that are".formatted(away.branch());
      case TransferRefusal.InsufficientFunds funds ->
          "Client %s has only $%,d, not $%,d".formatted(id, funds.balance(), funds.amount());
      case TransferRefusal.UnknownAccount unknown -> "there is no account " + unknown.account();
      case TransferRefusal.NotNow(SendRefusal.ChannelFull full) ->
          "Client %s is too far behind: %,d messages to it are on their way; try again later"
              .formatted(full.channel().to(), full.unacknowledged());
      case TransferRefusal.NotNow(SendRefusal.Restoring restoring) ->
          "the bank is going back to snapshot %s; try again later".formatted(restoring.snapshot());
    };
  }

  /** Where the money of a transfer is now. */
  static String onItsWay(String to, long amount, DurationRange delay) {
    return "$%,d is on its way to Client %s%s"
        .formatted(amount, to, delay.isNone() ? "" : ", for " + text(delay));
  }

  /** How a client stands to another one. */
  static String standing(PeerStatus peer) {
    return peer.isConnected() ? "there" : peer.isMet() ? "away" : "never seen";
  }

  /** How a client transfers money by itself. */
  static String traffic(Traffic traffic, boolean isPaused) {
    String rhythm =
        switch (traffic.rhythm()) {
          case Rhythm.Regular regular ->
              "every %s, with a probability of %s"
                  .formatted(Durations.text(regular.every()), regular.probability());
          case Rhythm.Irregular irregular ->
              "on average every %s".formatted(Durations.text(irregular.every()));
        };
    return "A transfer %s; delay %s%s"
        .formatted(
            rhythm,
            traffic.delay().isNone() ? "0s" : text(traffic.delay()),
            isPaused ? " (paused)" : "");
  }

  private static String text(DurationRange delay) {
    String most = Durations.text(delay.most());
    return delay.least().equals(delay.most()) ? most : Durations.text(delay.least()) + ".." + most;
  }
}
