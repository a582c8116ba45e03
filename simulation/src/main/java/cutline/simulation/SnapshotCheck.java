package cutline.simulation;

import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.simulation.Moment.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Holds a complete snapshot against what the {@link Witness} has seen. */
final class SnapshotCheck {

  private final Witness witness;
  private final @Nullable SnapshotId id;
  private final Moment[] cut;
  private final SortedMap<Channel, List<Message>> channels;

  private SnapshotCheck(Witness witness, GlobalSnapshot<Moment, Message> snapshot) {
    this.witness = witness;
    this.id = snapshot.id();
    this.channels = snapshot.channels();
    this.cut = new Moment[witness.topology.size()];
    for (Map.Entry<String, Moment> state : snapshot.states().entrySet()) {
      int process = witness.topology.index(state.getKey());
      if (state.getValue().process != process) {
        throw Broken.of(
            Law.SNAPSHOT_EXACT,
            "snapshot %s has a state of %s as that of %s",
            id,
            witness.name(state.getValue().process),
            state.getKey());
      }
      cut[process] = state.getValue();
    }
  }

  /**
   * Checks a snapshot.
   *
   * @return whether something was in flight in it
   */
  static boolean check(Witness witness, GlobalSnapshot<Moment, Message> snapshot) {
    SnapshotCheck check = new SnapshotCheck(witness, snapshot);
    if (snapshot.states().size() != witness.topology.size()) {
      throw Broken.of(
          Law.SNAPSHOT_EXACT,
          "snapshot %s is complete and has the states of %s only",
          snapshot.id(),
          snapshot.states().keySet());
    }
    check.cutIsConsistent();
    check.clocksAgree();
    check.channelsAreExact();
    check.totalIsExact();
    return !snapshot.channels().isEmpty();
  }

  /** No state contains a message from behind its sender's cut. */
  private void cutIsConsistent() {
    for (Moment receiver : cut) {
      for (int from : witness.topology.incoming(receiver.process)) {
        List<Message> sent = Witness.sent(cut[from], receiver.process);
        for (Message message : Witness.arrived(receiver, from)) {
          if (!sent.contains(message)) {
            throw Broken.of(
                Law.CUT_CONSISTENT,
                "in snapshot %s, %s counted in its balance the $%d that %s sent after %s's cut (%s):"
                    + " it recorded its state too late",
                id,
                witness.name(receiver.process),
                message.transfer.amount(),
                witness.name(from),
                witness.name(from),
                witness.say(message));
          }
        }
      }
    }
  }

  /** The same by vector clocks, over any number of messages in between (Mattern 1989). */
  private void clocksAgree() {
    for (Moment knower : cut) {
      for (Moment known : cut) {
        if (!(knower.clock[known.process] <= known.clock[known.process])) {
          throw Broken.of(
              Law.CUT_CONSISTENT,
              "in snapshot %s, %s knows of event %d of %s, whose cut is behind event %d",
              id,
              witness.name(knower.process),
              knower.clock[known.process],
              witness.name(known.process),
              known.clock[known.process]);
        }
      }
    }
  }

  private void channelsAreExact() {
    for (Moment sender : cut) {
      for (int to : witness.topology.outgoing(sender.process)) {
        channelIsExact(sender, cut[to]);
      }
    }
  }

  private void channelIsExact(Moment sender, Moment receiver) {
    Channel channel = new Channel(witness.name(sender.process), witness.name(receiver.process));
    List<Message> recorded = channels.getOrDefault(channel, List.of());
    List<Message> sent = Witness.sent(sender, receiver.process);
    List<Message> arrived = Witness.arrived(receiver, sender.process);
    forbidStrangers(channel, recorded, sent, arrived);
    List<Message> crossed = new ArrayList<>(sent.reversed());
    crossed.removeAll(arrived);
    for (Message message : crossed) {
      if (!recorded.contains(message)) {
        throw Broken.of(
            Law.CHANNEL_STATE_EXACT,
            "snapshot %s lacks the $%d that %s sent before its cut and %s received after its own (%s,"
                + " %d of %d in flight; recorded are %s)%s",
            id,
            message.transfer.amount(),
            channel.from(),
            channel.to(),
            witness.say(message),
            crossed.indexOf(message) + 1,
            crossed.size(),
            recorded.isEmpty() ? "none" : recorded.stream().map(witness::say).toList(),
            restartedSince(receiver.process, message));
      }
    }
    if (witness.isFifo(sender.process, receiver.process)) {
      if (!recorded.equals(crossed)) {
        throw Broken.of(
            Law.CHANNEL_STATE_EXACT,
            "snapshot %s has the messages of %s in another order than that of their sending: %s",
            id,
            channel,
            recorded.stream().map(witness::say).toList());
      }
    }
  }

  private void forbidStrangers(
      Channel channel, List<Message> recorded, List<Message> sent, List<Message> arrived) {
    for (int at = 0; at < recorded.size(); at++) {
      Message message = recorded.get(at);
      long amount = message.transfer.amount();
      if (!(message.from == witness.topology.index(channel.from())
          && message.to == witness.topology.index(channel.to()))) {
        throw Broken.of(
            Law.CHANNEL_STATE_EXACT, "snapshot %s has %s on %s", id, witness.say(message), channel);
      }
      if (!sent.contains(message)) {
        throw Broken.of(
            Law.CHANNEL_STATE_EXACT,
            "in snapshot %s, %s counted on %s the $%d that %s sent after its cut (%s): it went on"
                + " recording behind the marker",
            id,
            channel.to(),
            channel,
            amount,
            channel.from(),
            witness.say(message));
      }
      if (arrived.contains(message)) {
        throw Broken.of(
            Law.CHANNEL_STATE_EXACT,
            "snapshot %s counts the $%d of %s twice: in the balance of %s, which had received it"
                + " before its cut, and on %s (%s)",
            id,
            amount,
            channel.from(),
            channel.to(),
            channel,
            witness.say(message));
      }
      if (recorded.indexOf(message) != at) {
        throw Broken.of(
            Law.CHANNEL_STATE_EXACT,
            "snapshot %s counts the $%d of %s twice on %s (%s)",
            id,
            amount,
            channel.from(),
            channel,
            witness.say(message));
      }
    }
  }

  /** Whether a recording was interrupted by a crash, which may be the reason. */
  private String restartedSince(int process, Message message) {
    for (Receipt each = witness.current(process).received[message.from];
        each != null;
        each = each.previous()) {
      if (each.message() == message && each.life() < witness.life(process)) {
        return ", and %s was restarted after it had received it".formatted(witness.name(process));
      }
    }
    return "";
  }

  private void totalIsExact() {
    long sum = 0;
    for (Moment moment : cut) {
      sum += moment.balance;
    }
    for (List<Message> messages : channels.values()) {
      for (Message message : messages) {
        sum += message.transfer.amount();
      }
    }
    if (sum != witness.total) {
      throw Broken.of(
          Law.SNAPSHOT_EXACT,
          "snapshot %s adds up to $%d, and there are $%d",
          id,
          sum,
          witness.total);
    }
  }
}
