package cutline.simulation;

import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.Marker;
import cutline.core.Topology;
import cutline.runtime.MalformedException;
import cutline.simulation.Moment.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees what no process can see: every message from its sending on, every state from which others
 * followed, and what has become durable. It holds that against the {@link Law}s, and asks no
 * process.
 */
final class Witness {

  final Topology topology;
  final long total;

  /** Per sender and receiver, whether the channel promises the order of sending. */
  private final boolean[][] fifo;

  private final List<Message> messages = new ArrayList<>();
  private final List<Moment> moments = new ArrayList<>();
  private final Moment[] current;
  private final Moment[] durable;
  private final int[] life;

  /** Per sender and receiver, how many messages were sent before the era. */
  private final long[][] before;

  /** The complete snapshots, in the order in which they were decided. */
  final List<GlobalSnapshot<Moment, Message>> complete = new ArrayList<>();

  private final List<GlobalSnapshot<Moment, Message>> wished = new ArrayList<>();

  Witness(Topology topology, List<Long> openingBalances) {
    this.topology = topology;
    this.total = openingBalances.stream().mapToLong(Long::longValue).sum();
    int size = topology.size();
    this.fifo = new boolean[size][size];
    topology
        .channels()
        .forEach((channel, order) ->
            fifo[topology.index(channel.from())][topology.index(channel.to())] =
                order == ChannelOrder.FIFO);
    this.current = new Moment[size];
    this.life = new int[size];
    this.before = new long[size][size];
    for (int process = 0; process < size; process++) {
      current[process] = Moment.first(process, process, size, openingBalances.get(process));
      moments.add(current[process]);
    }
    this.durable = current.clone();
  }

  /** What a process is before it has done anything. */
  Moment first(int process) {
    return moments.get(process);
  }

  Moment current(int process) {
    return current[process];
  }

  Message message(int id) throws MalformedException {
    if (id < 0 || id >= messages.size()) {
      throw new MalformedException("nobody has sent this message");
    }
    return messages.get(id);
  }

  Moment moment(int id) throws MalformedException {
    if (id < 0 || id >= moments.size()) {
      throw new MalformedException("no process was ever in this state");
    }
    return moments.get(id);
  }

  boolean isFifo(int from, int to) {
    return fifo[from][to];
  }

  // ------------------------------------------------------------- a process

  /** A message that is about to be sent. */
  Message sending(int from, int to, Transfer transfer) {
    Moment now = current[from];
    Message message = new Message(messages.size(), from, to, transfer, now.sent[to], now.tick());
    messages.add(message);
    return message;
  }

  /** It was sent. */
  void sent(Message message) {
    enter(current[message.from].sent(moments.size(), message));
  }

  private void enter(Moment next) {
    moments.add(next);
    current[next.process] = next;
  }

  /** A message has come to the application of a process. */
  void received(int process, int from, Message message) {
    if (!(message.to == process && message.from == from)) {
      throw Broken.of(
          Law.CHANNEL_COMPLETE,
          "%s received %s on the channel from %s",
          name(process),
          say(message),
          name(from));
    }
    Receipt last = current[process].received[from];
    if (last == null ? message.previous != null : message.previous != last.message()) {
      judge(process, message, last);
    } else if (!fifo[from][process]) {
      forbidSecond(process, message, last);
    }
    message.delivered = true;
    enter(current[process].received(moments.size(), message, life[process]));
  }

  private void judge(int process, Message message, @Nullable Receipt last) {
    forbidSecond(process, message, last);
    if (!fifo[message.from][process]) {
      return;
    }
    long expected = last == null ? 1 : last.message().number + 1;
    if (message.number > expected) {
      Message missed = message;
      while (missed.number > expected && missed.previous != null) {
        missed = missed.previous;
      }
      throw new Broken(
          Law.CHANNEL_COMPLETE,
          "%s received %s, and not %s, which %s had sent before it: the channel is FIFO"
              .formatted(name(process), say(message), say(missed), name(message.from)));
    }
    throw new Broken(
        Law.DURABLE_BEFORE_SENT,
        "%s received %s, and %s does not know any more that it had sent %s there before"
            .formatted(
                name(process),
                say(message),
                name(message.from),
                last == null ? "nothing" : say(last.message())));
  }

  private void forbidSecond(int process, Message message, @Nullable Receipt last) {
    for (Receipt earlier = last; earlier != null; earlier = earlier.previous()) {
      if (earlier.message() == message) {
        throw new Broken(
            Law.APPLIED_ONCE,
            "%s applied %s twice%s"
                .formatted(
                    name(process),
                    say(message),
                    earlier.life() == life[process] ? "" : ", before its crash and after it"));
      }
    }
  }

  /** What a process holds now must be what transfers have made of it. */
  void requireBalance(int process, long balance) {
    long due = current[process].balance;
    if (balance != due) {
      throw Broken.of(
          Law.MONEY_CONSERVED,
          "%s has $%d, and by all that it has sent and received it should have $%d",
          name(process),
          balance,
          due);
    }
  }

  // ----------------------------------------------------------- life and death

  /** The store of a process holds this state from now on, whatever happens. */
  void durable(int process, byte[] state) {
    durable[process] = moments.get(WitnessedCodec.tag(state));
  }

  /** With this state a process begins an era, in which it counts its messages anew. */
  void beganAnew(int process, byte[] state) {
    Moment moment = moments.get(WitnessedCodec.tag(state));
    for (int to = 0; to < topology.size(); to++) {
      before[process][to] = sentTo(moment, to);
    }
  }

  private static long sentTo(Moment moment, int to) {
    Message last = moment.sent[to];
    return last == null ? 0 : last.number;
  }

  /** A process has put a marker into a channel. */
  void markerSent(int process, int to, Marker marker) {
    long sent = sentTo(current[process], to) - before[process][to];
    if (marker.messagesBefore() != sent) {
      throw Broken.of(
          Law.MARKER_COUNT_EXACT,
          "the marker of snapshot %s on %s counts %d messages, and %s had sent %d there before its"
              + " cut",
          marker.id(),
          new Channel(name(process), name(to)),
          marker.messagesBefore(),
          name(process),
          sent);
    }
  }

  /** Somebody may bring all processes back to this snapshot from now on. */
  void restoreWished(GlobalSnapshot<Moment, Message> snapshot) {
    wished.add(snapshot);
  }

  private boolean mayGoBackTo(Moment moment) {
    for (GlobalSnapshot<Moment, Message> snapshot : wished) {
      if (snapshot.states().get(name(moment.process)) == moment) {
        return true;
      }
    }
    return false;
  }

  /** A process at work goes back to an earlier state. */
  void wentBack(int process, Moment moment) {
    if (moment.process != process || !mayGoBackTo(moment)) {
      throw Broken.of(
          Law.RESTORE_EXACT,
          "%s went back to a state with $%d, which is that of no snapshot to be restored",
          name(process),
          moment.balance);
    }
    current[process] = moment;
  }

  /** A process is there again, and has read this state from its store. */
  void recovered(int process, Moment moment) {
    Moment promised = durable[process];
    if (moment != promised) {
      throw Broken.of(
          Law.DURABLE_BEFORE_SENT,
          "%s came back with a state of $%d, and the one of its last commit has $%d",
          name(process),
          moment.balance,
          promised.balance);
    }
    Moment before = current[process];
    // It may have died just when it had gone back to a snapshot, which it would forget for good.
    for (int to = 0; to < topology.size() && !mayGoBackTo(moment); to++) {
      Message known = moment.sent[to];
      for (Message lost = before.sent[to]; lost != null && lost != known; lost = lost.previous) {
        if (lost.delivered) {
          throw Broken.of(
              Law.DURABLE_BEFORE_SENT,
              "%s received %s, which left before it was durable: %s, back from a crash, does not"
                  + " know of it",
              name(to),
              say(lost),
              name(process));
        }
      }
    }
    current[process] = moment;
    life[process]++;
  }

  /** How many lives a process has had. */
  int life(int process) {
    return life[process];
  }

  // ------------------------------------------------------------------ the end

  /** Nothing is under way any more: all that was sent has arrived, and the total is there. */
  void atRest() {
    long sum = 0;
    for (Moment moment : current) {
      sum += moment.balance;
      for (int to : topology.outgoing(moment.process)) {
        requireAllArrived(moment, current[to]);
      }
    }
    if (sum != total) {
      throw Broken.of(
          Law.MONEY_CONSERVED,
          "all is at rest, and the balances add up to $%d instead of $%d",
          sum,
          total);
    }
  }

  private void requireAllArrived(Moment sender, Moment receiver) {
    List<Message> arrived = arrived(receiver, sender.process);
    List<Message> sent = sent(sender, receiver.process);
    for (Message message : sent) {
      if (!arrived.contains(message)) {
        throw Broken.of(
            Law.CHANNEL_COMPLETE,
            "all is at rest, and %s has not received %s",
            name(receiver.process),
            say(message));
      }
    }
    for (Message message : arrived) {
      if (!sent.contains(message)) {
        throw Broken.of(
            Law.DURABLE_BEFORE_SENT,
            "all is at rest, and %s holds %s, which %s does not know of",
            name(receiver.process),
            say(message),
            name(sender.process));
      }
    }
  }

  /** What a process had sent to another one up to a moment, the last first. */
  static List<Message> sent(Moment sender, int to) {
    List<Message> sent = new ArrayList<>();
    for (Message each = sender.sent[to]; each != null; each = each.previous) {
      sent.add(each);
    }
    return sent;
  }

  /** What a process had received from another one up to a moment, the last first. */
  static List<Message> arrived(Moment receiver, int from) {
    List<Message> arrived = new ArrayList<>();
    for (Receipt each = receiver.received[from]; each != null; each = each.previous()) {
      arrived.add(each.message());
    }
    return arrived;
  }

  // -------------------------------------------------------------------- words

  String name(int process) {
    return topology.name(process);
  }

  Channel channel(Message message) {
    return new Channel(name(message.from), name(message.to));
  }

  /** Such as {@code message 7 of B→D ($40)}. */
  String say(Message message) {
    return "message %d of %s ($%d)"
        .formatted(message.number, channel(message), message.transfer.amount());
  }
}
