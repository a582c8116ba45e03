package cutline.trace;

import cutline.core.ChannelOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What happened in systems of this test's own, as observed. */
public final class Histories {

  /** Of the last {@link #random}, how many receipts there are. */
  private int receipts;

  private final Map<String, Long> balances = new HashMap<>();
  private final List<Observation> observations = new ArrayList<>();
  private long at;
  private int messages;

  /** A log of what is observed in this order. */
  public static EventLog log(
      List<String> processes, @Nullable Long total, List<Observation> observations) {
    Processes all = new Processes(processes);
    List<Event> events = new ArrayList<>();
    Collector collector = new Collector(all, ChannelOrder.FIFO, 1_000, events::add);
    observations.forEach(collector::take);
    collector.finish();
    return new EventLog(new LogHeader("test", all, null, total, ChannelOrder.FIFO), events);
  }

  /** A process with a balance. */
  public Histories with(String process, long balance) {
    balances.put(process, balance);
    return this;
  }

  /** All that was observed, in the order in which it happened. */
  public List<Observation> observations() {
    return observations;
  }

  int receipts() {
    return receipts;
  }

  /** Somebody does something. */
  public Histories then(String process, Action action) {
    observations.add(new Observation(process, at++, action));
    return this;
  }

  /** The id of the message. */
  public String send(String from, String to, long amount) {
    String id = "m" + ++messages;
    long balance = balances.merge(from, -amount, Long::sum);
    then(from, new Action.Send(to, id, amount, balance));
    return id;
  }

  /** A message arrives, in flight in these snapshots. */
  public Histories receive(String from, String to, String id, long amount, String... recorded) {
    long balance = balances.merge(to, amount, Long::sum);
    return then(to, new Action.Receive(from, id, amount, balance, List.of(recorded)));
  }

  /** A cut. */
  public Histories record(String process, String snapshot) {
    return then(process, new Action.RecordState(snapshot, balances.get(process)));
  }

  /** All are done with a snapshot. */
  public Histories complete(String snapshot, String... processes) {
    for (String process : processes) {
      then(process, new Action.Complete(snapshot));
    }
    return this;
  }

  /** Messages and markers between three processes, on FIFO channels, in a random order. */
  static Histories random(long seed) {
    Random random = new Random(seed);
    Histories history = new Histories().with("A", 100).with("B", 100).with("C", 100);
    List<String> names = List.of("A", "B", "C");
    Map<String, List<String>> inFlight = new HashMap<>();
    for (int step = 0; step < 80; step++) {
      String from = names.get(random.nextInt(3));
      String to = names.get((names.indexOf(from) + 1 + random.nextInt(2)) % 3);
      List<String> channel = inFlight.computeIfAbsent(from + to, _ -> new ArrayList<>());
      if (random.nextInt(3) == 0 && !channel.isEmpty()) {
        String id = channel.removeFirst();
        if (id.startsWith("x")) {
          history.then(to, new Action.MarkerReceive(from, id, "0"));
        } else {
          history.receive(from, to, id, 1);
        }
        history.receipts++;
      } else if (random.nextInt(5) == 0) {
        String id = "x" + step;
        history.then(from, new Action.MarkerSend(to, id, "0"));
        channel.add(id);
      } else if (random.nextInt(6) == 0) {
        history.record(from, "" + step);
      } else {
        channel.add(history.send(from, to, 1));
      }
    }
    return history;
  }
}
