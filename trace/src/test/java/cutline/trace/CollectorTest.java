package cutline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.ChannelOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {

  private static final Processes ABC = new Processes(List.of("A", "B", "C"));

  private final List<Event> events = new ArrayList<>();
  private final Collector collector = new Collector(ABC, ChannelOrder.FIFO, 100, events::add);

  private void take(String process, Action action) {
    collector.take(new Observation(process, 0, action));
  }

  private List<String> told() {
    return events.stream().map(event -> Story.line(event) + " " + event.clock()).toList();
  }

  private static Action send(String to, String id) {
    return new Action.Send(to, id, 1, null);
  }

  private static Action receive(String from, String id) {
    return new Action.Receive(from, id, 1, null, List.of());
  }

  @Test
  void receiptWaitsForItsSending() {
    take("B", receive("A", "m1"));
    take("B", send("C", "m1"));
    take("C", receive("B", "m1"));
    assertThat(events).isEmpty();
    take("A", send("B", "m1"));
    assertThat(told())
        .containsExactly(
            "A sent $1 to B (m1). {A 1}",
            "B received $1 from A (m1). {A 1, B 1}",
            "B sent $1 to C (m1). {A 1, B 2}",
            "C received $1 from B (m1). {A 1, B 2, C 1}");
    assertThat(events).extracting(Event::seq).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void markersAreMessagesToo() {
    take("B", new Action.MarkerReceive("A", "x", "0"));
    take("A", new Action.MarkerSend("B", "x", "0"));
    assertThat(told().getLast()).endsWith("{A 1, B 1}");
  }

  @Test
  void whatWaitsForTooLongIsLetGo() {
    take("B", receive("A", "m1"));
    collector.letGo();
    take("C", receive("A", "m2"));
    assertThat(events).isEmpty();
    collector.letGo();
    assertThat(told())
        .containsExactly(
            "B is not fully told: the log does not have the sending of m1 on A→B. {B 1}",
            "B received $1 from A (m1). {B 2}");
    take("A", send("C", "m2"));
    collector.letGo();
    assertThat(told().subList(2, 4))
        .containsExactly("A sent $1 to C (m2). {A 1}", "C received $1 from A (m2). {A 1, C 1}");
  }

  /** However the observations are mixed: the same clocks, and a causal order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void clocksDoNotDependOnHowObservationsAreMixed(long seed) {
    Histories history = Histories.random(seed);
    assertThat(history.receipts()).isGreaterThan(8);
    Map<String, VectorClock> reference = clocks(history.observations());
    Random random = new Random(seed);
    for (int mix = 0; mix < 50; mix++) {
      assertThat(clocks(mixed(history.observations(), random))).isEqualTo(reference);
    }
  }

  /** Each process's order stays as it is. */
  private static List<Observation> mixed(List<Observation> observations, Random random) {
    Map<String, Queue<Observation>> queues = new LinkedHashMap<>();
    for (Observation observation : observations) {
      queues.computeIfAbsent(observation.process(), _ -> new ArrayDeque<>()).add(observation);
    }
    List<Observation> mixed = new ArrayList<>();
    while (mixed.size() < observations.size()) {
      List<Queue<Observation>> open =
          queues.values().stream().filter(queue -> !queue.isEmpty()).toList();
      mixed.add(open.get(random.nextInt(open.size())).remove());
    }
    return mixed;
  }

  private static Map<String, VectorClock> clocks(List<Observation> observations) {
    EventLog log = Histories.log(ABC.names(), null, observations);
    assertThat(log.events()).hasSameSizeAs(observations);
    assertThat(log.events()).noneMatch(event -> event.action() instanceof Action.Gap);
    Map<String, VectorClock> clocks = new HashMap<>();
    Map<String, Integer> own = new HashMap<>();
    for (Event event : log.events()) {
      int process = ABC.number(event.process());
      assertThat(event.clock().of(process)).isEqualTo(own.merge(event.process(), 1, Integer::sum));
      for (Event other : log.events()) {
        if (other.seq() > event.seq()) {
          assertThat(event.clock().includes(other.clock())).isFalse();
        }
      }
      clocks.put(event.process() + " " + event.at(), event.clock());
    }
    return clocks;
  }

  @Test
  void gapAtTheSenderDoesNotStopTheReceiver() {
    take("A", new Action.Gap("12 events"));
    take("B", receive("A", "lost"));
    take("B", receive("A", "m2"));
    assertThat(told()).hasSize(1);
    take("A", send("B", "m2"));
    assertThat(told())
        .containsExactly(
            "A is not fully told: 12 events. {A 1}",
            "A sent $1 to B (m2). {A 2}",
            "B is not fully told: the log does not have the sending of lost on A→B. {B 1}",
            "B received $1 from A (lost). {B 2}",
            "B received $1 from A (m2). {A 2, B 3}");
  }

  /** What a process had not told when it was killed is missing as in a gap. */
  @Test
  void restartedProcessMayHaveForgottenToTell() {
    take("A", send("B", "m1"));
    take("A", new Action.Kill());
    take("A", new Action.Restart(7L));
    take("B", receive("A", "m1"));
    take("B", receive("A", "untold"));
    assertThat(told()).hasSize(4);
    take("A", send("B", "m3"));
    assertThat(told())
        .contains(
            "B received $1 from A (m1). {A 1, B 1}", "B received $1 from A (untold). {A 1, B 3}");
  }

  /** Of numbered messages it is known which are missing; one that overtakes others is not. */
  @Test
  void overtakingIsNoGap() {
    Collector unordered = new Collector(ABC, ChannelOrder.NON_FIFO, 100, events::add);
    unordered.take(new Observation("A", 1, new Action.Gap("12 events")));
    unordered.take(new Observation("A", 2, send("B", "0.13")));
    unordered.take(new Observation("B", 3, receive("A", "0.14")));
    assertThat(told()).hasSize(2);
    unordered.take(new Observation("A", 4, send("B", "0.14")));
    unordered.take(new Observation("B", 5, receive("A", "0.13")));
    unordered.take(new Observation("B", 6, receive("A", "0.9")));
    unordered.take(new Observation("B", 7, receive("A", "1.1")));
    assertThat(told())
        .containsExactly(
            "A is not fully told: 12 events. {A 1}",
            "A sent $1 to B (0.13). {A 2}",
            "A sent $1 to B (0.14). {A 3}",
            "B received $1 from A (0.14). {A 3, B 1}",
            "B received $1 from A (0.13). {A 3, B 2}",
            "B is not fully told: the log does not have the sending of 0.9 on A→B. {A 3, B 3}",
            "B received $1 from A (0.9). {A 3, B 4}");
  }

  @Test
  void moreThanTheLimitIsNotHeld() {
    Collector small = new Collector(ABC, ChannelOrder.FIFO, 3, events::add);
    for (int i = 1; i <= 10; i++) {
      small.take(new Observation("B", i, receive("A", "m" + i)));
    }
    assertThat(events).hasSize(14);
    assertThat(events.getFirst().action())
        .isEqualTo(new Action.Gap("too many events wait for the sending of m1 on A→B"));
    small.finish();
    assertThat(events).hasSize(20);
  }

  @Test
  void messagesThatNobodyReceivesAreForgotten() {
    Collector small = new Collector(ABC, ChannelOrder.FIFO, 3, events::add);
    for (int i = 1; i <= 5; i++) {
      small.take(new Observation("A", i, send("B", "m" + i)));
    }
    for (int i = 1; i <= 5; i++) {
      small.take(new Observation("B", i, receive("A", "m" + i)));
    }
    small.finish();
    assertThat(told()).contains("B received $1 from A (m5). {A 5, B 7}").hasSize(12);
  }

  @Test
  void strangersAreRefused() {
    assertThatThrownBy(() -> take("D", new Action.Kill()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
