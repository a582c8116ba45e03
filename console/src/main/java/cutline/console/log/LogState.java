package cutline.console.log;

import static java.util.Objects.requireNonNull;

import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Event;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The global state behind an event of a log. Events come in a causal order, so that each state is a
 * consistent cut: all that has been received has been sent.
 */
public final class LogState {

  /** No channel of ours holds so many; of one that does, the oldest are forgotten. */
  private static final int MOST_IN_CHANNEL = 131_072;

  private final LogShape shape;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<Channel, LinkedHashMap<String, Travelling>> channels = new TreeMap<>();
  private final Uncertainty uncertainty;
  private long seq;
  private long at;
  private long sent;
  private long received;
  private int travelling;

  /** That before the first event. */
  public LogState(LogShape shape) {
    this.shape = shape;
    this.uncertainty = new Uncertainty(shape.header().order());
    for (String process : shape.processes().names()) {
      members.put(process, new Member(shape.opening().get(process)));
    }
  }

  private LogState(LogState other) {
    shape = other.shape;
    uncertainty = other.uncertainty.copy();
    other.members.forEach((process, member) -> members.put(process, member.copy()));
    other.channels.forEach((channel, messages) -> {
      if (!messages.isEmpty()) {
        channels.put(channel, new LinkedHashMap<>(messages));
      }
    });
    seq = other.seq;
    at = other.at;
    sent = other.sent;
    received = other.received;
    travelling = other.travelling;
  }

  LogState copy() {
    return new LogState(this);
  }

  // ----------------------------------------------------------------- events

  void apply(Event event) {
    seq = event.seq();
    at = Math.max(at, event.at());
    String process = event.process();
    Member member = member(process);
    switch (event.action()) {
      case Action.Send send -> {
        sent++;
        setBalance(member, send.balance(), -send.amount());
        put(event, send.to(), member, send.amount(), null, send.message());
      }
      case Action.Receive receive -> {
        received++;
        setBalance(member, receive.balance(), receive.amount());
        take(new Channel(receive.from(), process), receive.message());
        for (String snapshot : receive.recorded()) {
          Recording recording = member.recordings.get(snapshot);
          if (recording != null) {
            recording.count(receive.from(), receive.amount());
          }
        }
      }
      case Action.RecordState(String snapshot, Long balance) -> {
        if (balance != null) {
          member.balance = balance;
        }
        member.begin(
            snapshot,
            new Recording(seq, balance == null ? member.balance : balance, shape.senders(process)));
      }
      case Action.MarkerSend marker ->
          put(event, marker.to(), member, 0, marker.snapshot(), marker.message());
      case Action.MarkerReceive marker ->
          take(new Channel(marker.from(), process), marker.message());
      case Action.ChannelClosed(String from, String snapshot) -> {
        Recording recording = member.recordings.get(snapshot);
        if (recording != null) {
          recording.close(from);
        }
      }
      case Action.Complete(String snapshot) -> {
        Recording recording = member.recordings.get(snapshot);
        if (recording != null) {
          recording.complete();
        }
        forgetIfDecided(snapshot);
      }
      case Action.Abort(String snapshot, String _) -> member.recordings.remove(snapshot);
      case Action.Kill _ -> member.down = true;
      case Action.Restart(Long balance) -> {
        member.down = false;
        setBalance(member, balance, 0);
      }
      case Action.Restore(String _, Long balance) -> restore(process, member, balance);
      case Action.Gap(String reason, Long balance) -> {
        if (balance != null) {
          member.balance = balance;
        }
        gap(process, reason);
      }
      case Action.Connect _, Action.Disconnect _ -> {}
    }
  }

  private Member member(String process) {
    return requireNonNull(members.get(process));
  }

  private static void setBalance(Member member, @Nullable Long known, long change) {
    Long before = member.balance;
    if (known != null) {
      member.balance = known;
    } else if (before != null) {
      member.balance = Math.addExact(before, change);
    }
  }

  private void put(
      Event event,
      String to,
      Member sender,
      long amount,
      @Nullable String snapshot,
      String message) {
    LinkedHashMap<String, Travelling> messages =
        channels.computeIfAbsent(new Channel(event.process(), to), _ -> new LinkedHashMap<>());
    Travelling sending =
        new Travelling(message, event.seq(), event.at(), sender.era, amount, snapshot);
    if (messages.put(message, sending) == null) {
      travelling++;
    }
    if (messages.size() > MOST_IN_CHANNEL) {
      messages.pollFirstEntry();
      travelling--;
      uncertainty.gap(
          new Channel(event.process(), to), seq, at, "more is in flight than can be remembered");
    }
  }

  private void take(Channel channel, String message) {
    LinkedHashMap<String, Travelling> messages = channels.get(channel);
    Travelling arrived = messages == null ? null : messages.remove(message);
    if (messages == null || arrived == null) {
      return;
    }
    travelling--;
    if (uncertainty.of(channel)) {
      // What had left long enough before has arrived where the log has a gap.
      List<String> before =
          messages.values().stream()
              .filter(other -> uncertainty.isAhead(other.sent(), other.sentAt(), arrived))
              .map(Travelling::id)
              .toList();
      before.forEach(messages::remove);
      travelling -= before.size();
    }
    uncertainty.arrived(channel, arrived, at);
  }

  private void gap(String process, String reason) {
    String what = "the log has a gap at %s: %s".formatted(process, reason);
    for (String peer : shape.processes().names()) {
      if (!peer.equals(process)) {
        uncertainty.gap(new Channel(process, peer), seq, at, what);
        uncertainty.gap(new Channel(peer, process), seq, at, what);
      }
    }
  }

  /** A snapshot of which all parts are there is nobody's concern any more. */
  private void forgetIfDecided(String snapshot) {
    for (Member each : members.values()) {
      Recording recording = each.recordings.get(snapshot);
      if (recording == null || !recording.isComplete()) {
        return;
      }
    }
    members.values().forEach(each -> each.recordings.remove(snapshot));
  }

  private void restore(String process, Member member, @Nullable Long balance) {
    member.era++;
    member.balance = balance;
    member.down = false;
    member.recordings.clear();
    channels.forEach((channel, messages) -> {
      if (channel.from().equals(process) || channel.to().equals(process)) {
        int before = messages.size();
        messages.values().removeIf(message -> message.era() < member.era);
        travelling -= before - messages.size();
      }
    });
    if (!isRestoring()) {
      uncertainty.clear();
    }
  }

  // ------------------------------------------------------------------ state

  /** The event behind which it is; 0 before the first. */
  public long seq() {
    return seq;
  }

  /** When that was, in microseconds since the log's start. */
  public long at() {
    return at;
  }

  /** The processes, in their order. */
  public Map<String, Member> members() {
    return members;
  }

  /** What is in flight, per channel, in the order of sending; some channels may be empty. */
  public Map<Channel, Collection<Travelling>> inFlight() {
    Map<Channel, Collection<Travelling>> inFlight = new LinkedHashMap<>();
    channels.forEach(
        (channel, messages) -> inFlight.put(channel, new ArrayList<>(messages.values())));
    return inFlight;
  }

  /** How many messages, markers too, are in flight. */
  int travelling() {
    return travelling;
  }

  /** How many transfers were sent since the log began. */
  public long sent() {
    return sent;
  }

  /** How many were received. */
  public long received() {
    return received;
  }

  /** Why the total may not be right for a while, in a sentence, or null. */
  public @Nullable String uncertain() {
    return uncertainty.reason();
  }

  /** Whether some processes have gone back to a snapshot and others have not yet. */
  private boolean isRestoring() {
    return members.values().stream().mapToInt(member -> member.era).distinct().count() > 1;
  }

  /** The sum of all balances, or null if one is not known. */
  public @Nullable BigInteger balanceTotal() {
    BigInteger sum = BigInteger.ZERO;
    for (Member member : members.values()) {
      Long balance = member.balance;
      if (balance == null) {
        return null;
      }
      sum = sum.add(BigInteger.valueOf(balance));
    }
    return isRestoring() ? null : sum;
  }

  /** The money in flight. */
  public BigInteger inFlightTotal() {
    BigInteger sum = BigInteger.ZERO;
    for (LinkedHashMap<String, Travelling> messages : channels.values()) {
      for (Travelling message : messages.values()) {
        sum = sum.add(BigInteger.valueOf(message.amount()));
      }
    }
    return sum;
  }

  /** All money, or null if a balance is not known. */
  public @Nullable BigInteger total() {
    BigInteger balances = balanceTotal();
    return balances == null ? null : balances.add(inFlightTotal());
  }
}
