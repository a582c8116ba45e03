package cutline.console.web;

import cutline.console.log.LogInfo;
import cutline.console.log.LogShape;
import cutline.console.log.Orders;
import cutline.console.log.WatchedLog;
import cutline.core.ChannelOrder;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.EventLog;
import cutline.trace.LogHeader;
import cutline.trace.Observation;
import cutline.trace.Processes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Logs for tests. */
final class Histories {

  private Histories() {}

  /** A live log of processes with $1,000 each. */
  static WatchedLog live(Orders orders, WatchedLog.Listener listener, String... processes) {
    Map<String, Long> opening = new HashMap<>();
    List.of(processes).forEach(process -> opening.put(process, 1_000L));
    return WatchedLog.live(
        new LogInfo(LogInfo.MAIN, LogInfo.Mode.LIVE, "a bank", null, Instant.EPOCH),
        new LogShape(
            new LogHeader(
                "b1",
                new Processes(List.of(processes)),
                null,
                1_000L * processes.length,
                ChannelOrder.FIFO),
            null,
            opening),
        orders,
        listener);
  }

  /** What brings observations into such a log. */
  static Collector into(WatchedLog log) {
    return new Collector(log.shape().processes(), ChannelOrder.FIFO, 1_000, log::add);
  }

  /** A log of A and B, with a snapshot that finds $40 in flight. */
  static EventLog withSnapshot() {
    Processes processes = new Processes(List.of("A", "B"));
    List<cutline.trace.Event> events = new ArrayList<>();
    Collector collector = new Collector(processes, ChannelOrder.FIFO, 1_000, events::add);
    observe(collector, "A", 10, new Action.Send("B", "m1", 40, 960L));
    observe(collector, "B", 20, new Action.RecordState("B.1.1", 1_000L));
    observe(collector, "B", 20, new Action.MarkerSend("A", "k1", "B.1.1"));
    observe(collector, "B", 30, new Action.Receive("A", "m1", 40, 1_040L, List.of("B.1.1")));
    observe(collector, "A", 40, new Action.RecordState("B.1.1", 960L));
    observe(collector, "A", 40, new Action.MarkerReceive("B", "k1", "B.1.1"));
    observe(collector, "A", 41, new Action.ChannelClosed("B", "B.1.1"));
    observe(collector, "A", 41, new Action.MarkerSend("B", "k2", "B.1.1"));
    observe(collector, "A", 41, new Action.Complete("B.1.1"));
    observe(collector, "B", 50, new Action.MarkerReceive("A", "k2", "B.1.1"));
    observe(collector, "B", 50, new Action.ChannelClosed("A", "B.1.1"));
    observe(collector, "B", 51, new Action.Complete("B.1.1"));
    observe(collector, "B", 60, new Action.Send("A", "m2", 5, 1_035L));
    return new EventLog(new LogHeader("b1", processes, null, 2_000L, ChannelOrder.FIFO), events);
  }

  static void observe(Collector collector, String process, long at, Action action) {
    collector.take(new Observation(process, at, action));
  }

  /** That log, as one looks at it. */
  static WatchedLog replay() {
    EventLog log = withSnapshot();
    return WatchedLog.ended(
        new LogInfo(LogInfo.MAIN, LogInfo.Mode.REPLAY, "a log", null, null), LogShape.of(log), log);
  }
}
