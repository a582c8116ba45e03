package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.core.Assembly;
import cutline.core.GlobalSnapshot;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.trace.Action;
import cutline.trace.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes and channels whose time goes in ticks. What is sent draws its delay d, in the order of
 * sending, and is due at now + d. A tick moves the clock by one; then each process in the order of
 * names may have one message delivered that it has sent: the oldest of its first channel, in the
 * order of destinations, whose oldest is due.
 */
final class TickWorld {

  /** How many more ticks there are when all snapshots are complete. */
  static final int LAST_TICKS = 6;

  /** What a tick is in the event log. */
  static final long MICROS = 1_000;

  private static final int MAX_MESSAGES = 100_000;

  /** A message that was sent and has not drawn its delay yet. */
  private record Outgoing(TickChannel channel, TickChannel.Content content) {}

  private final Topology topology;
  private final Delays delays;
  private final @Nullable Mistake mistake;
  private final Changes changes;
  private final Consumer<Observation> observer;
  private final List<TickProcess> processes = new ArrayList<>();
  private final List<List<TickChannel>> outgoing = new ArrayList<>();
  private final List<Outgoing> pending = new ArrayList<>();
  private final Map<SnapshotId, Assembly<Long, Tokens>> assemblies = new LinkedHashMap<>();
  private final Map<SnapshotId, Integer> numbers = new LinkedHashMap<>();
  private final List<@Nullable GlobalSnapshot<Long, Tokens>> snapshots = new ArrayList<>();
  private final List<SnapshotId> decided = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long now;
  private int messages;

  TickWorld(
      ScenarioTopology scenario,
      Delays delays,
      @Nullable Mistake mistake,
      Changes changes,
      Consumer<Observation> observer) {
    this.topology = scenario.topology();
    this.delays = delays;
    this.mistake = mistake;
    this.changes = changes;
    this.observer = observer;
    for (int self = 0; self < topology.size(); self++) {
      long tokens = scenario.tokens().getOrDefault(topology.name(self), 0L);
      processes.add(
          mistake == null
              ? new TickProcess(this, topology, self, tokens)
              : new MistakenProcess(this, topology, self, tokens, mistake));
      List<TickChannel> channels = new ArrayList<>();
      for (int to : topology.outgoing(self)) {
        channels.add(new TickChannel(self, to));
      }
      outgoing.add(channels);
    }
  }

  // ---------------------------------------------------------------- events

  void send(Step.Send send) throws ConfigurationException {
    TickProcess process = processes.get(topology.index(send.from()));
    if (process.tokens() < send.amount()) {
      throw send.place()
          .error(
              "%s has %d tokens at tick %d and cannot send %d"
                  .formatted(send.from(), process.tokens(), now, send.amount()));
    }
    process.send(topology.index(send.to()), send.amount());
    transmitPending();
  }

  void initiate(String process) throws ConfigurationException {
    processes.get(topology.index(process)).initiate();
    forgetDecided();
    transmitPending();
  }

  /** Lets time pass. */
  void tick(long ticks) throws ConfigurationException {
    long end = now + ticks;
    while (now < end) {
      // Ticks in which nothing is due are passed over.
      now = Math.min(end, Math.max(now + 1, firstDue()));
      deliver();
    }
  }

  /** Ticks until all snapshots are complete, and a little longer. */
  void finish() throws ConfigurationException {
    while (!assemblies.isEmpty()) {
      long due = firstDue();
      if (due == Long.MAX_VALUE) {
        throw new ConfigurationException(
            "snapshot %s never completes: nothing is in flight any more"
                .formatted(numbers.get(assemblies.keySet().iterator().next())));
      }
      tick(Math.max(1, due - now));
    }
    tick(LAST_TICKS);
  }

  private long firstDue() {
    long first = Long.MAX_VALUE;
    for (List<TickChannel> channels : outgoing) {
      for (TickChannel channel : channels) {
        first = Math.min(first, channel.due());
      }
    }
    return first;
  }

  private void deliver() throws ConfigurationException {
    for (List<TickChannel> channels : outgoing) {
      for (TickChannel channel : channels) {
        TickChannel.Content content = channel.poll(now);
        if (content != null) {
          TickProcess receiver = processes.get(channel.to);
          switch (content) {
            case TickChannel.Money(Tokens tokens) -> receiver.receive(channel.from, tokens);
            case TickChannel.MarkerMessage marker -> receiver.receive(channel.from, marker);
          }
          forgetDecided();
          transmitPending();
          break;
        }
      }
    }
  }

  // ------------------------------------------------------- what processes do

  long now() {
    return now;
  }

  /** The id of the message that is sent next. */
  String nextMessage() {
    return "m" + ++messages;
  }

  void transmit(int from, int to, TickChannel.Content content) {
    for (TickChannel channel : outgoing.get(from)) {
      if (channel.to == to) {
        pending.add(new Outgoing(channel, content));
      }
    }
  }

  private void transmitPending() throws ConfigurationException {
    if (messages > MAX_MESSAGES) {
      throw new ConfigurationException(
          "more than %,d messages are sent, the most of a scenario".formatted(MAX_MESSAGES));
    }
    for (Outgoing message : pending) {
      long due = now + delays.next();
      Changes.Change change = changes.byMessage().get(message.content().id());
      if (change instanceof Changes.Change.Drop) {
        continue;
      }
      if (change instanceof Changes.Change.Delay(int ticks)) {
        due += ticks;
      }
      if (mistake == Mistake.MARKER_OVERTAKES
          && message.content() instanceof TickChannel.MarkerMessage) {
        message.channel().addBeforeMoney(due, message.content());
      } else {
        message.channel().add(due, message.content());
      }
    }
    pending.clear();
  }

  /** How a script and its files call a snapshot. */
  String number(SnapshotId id) {
    return ""
        + numbers.computeIfAbsent(
            id,
            _ -> {
              assemblies.put(id, new Assembly<>(id, topology.names()));
              snapshots.add(null);
              return numbers.size();
            });
  }

  void report(LocalSnapshot<Long, Tokens> part) {
    Assembly<Long, Tokens> assembly = assemblies.get(part.id());
    if (assembly != null) {
      GlobalSnapshot<Long, Tokens> snapshot = assembly.report(part);
      if (snapshot != null) {
        assemblies.remove(part.id());
        snapshots.set(numbers.getOrDefault(part.id(), 0), snapshot);
        decided.add(part.id());
      }
    }
  }

  /** A process has found that its channels do not keep their promise. */
  void failed(SnapshotId id, String reason) {
    if (assemblies.remove(id) != null) {
      failures.add("snapshot %s is given up: %s".formatted(numbers.get(id), reason));
      for (TickProcess process : processes) {
        process.giveUp(id, reason);
      }
      decided.add(id);
    }
  }

  /** Why snapshots were given up, each in a sentence. */
  List<String> failures() {
    return failures;
  }

  private void forgetDecided() {
    for (SnapshotId id : decided) {
      processes.forEach(process -> process.decided(id));
    }
    decided.clear();
  }

  void observe(String process, Action action) {
    observer.accept(new Observation(process, now * MICROS, action));
  }

  /** The snapshots, by number. */
  List<GlobalSnapshot<Long, Tokens>> snapshots() {
    return snapshots.stream().flatMap(snapshot -> Optional.ofNullable(snapshot).stream()).toList();
  }
}
