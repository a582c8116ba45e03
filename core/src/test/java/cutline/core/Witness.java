package cutline.core;

import static cutline.core.Law.CHANNEL_STATE_IS_WHAT_WAS_IN_FLIGHT;
import static cutline.core.Law.CUT_IS_CONSISTENT;
import static cutline.core.Law.MONEY_IS_CONSERVED;
import static java.util.Objects.requireNonNull;

import cutline.core.Link.Money;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sees what no process can see, writes down what happens, and holds it against the {@link Law}s. It
 * asks no machine: what was in flight follows from what was sent and what has arrived.
 */
final class Witness {

  /** What a process knew, had sent and had got at its cut. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Cut(VectorClock clock, int[] sentTo, int[] arrivedFrom) {}

  private final String label;
  private final Topology topology;
  private final Map<Channel, Link> links;
  private final Map<SnapshotId, Map<String, Cut>> cuts = new TreeMap<>();
  private final List<String> trace = new ArrayList<>();

  Witness(String label, Topology topology, Map<Channel, Link> links) {
    this.label = label;
    this.topology = topology;
    this.links = links;
  }

  void note(String line) {
    trace.add(line);
  }

  List<String> trace() {
    return trace;
  }

  /** The process records its state, now. */
  void cut(SnapshotId id, String process, VectorClock clock) {
    int[] sentTo = new int[topology.size()];
    int[] arrivedFrom = new int[topology.size()];
    links.forEach((channel, link) -> {
      if (channel.from().equals(process)) {
        sentTo[link.to] = link.sent.size();
      }
      if (channel.to().equals(process)) {
        arrivedFrom[link.from] = link.arrived.size();
      }
    });
    cuts.computeIfAbsent(id, _ -> new TreeMap<>())
        .put(process, new Cut(clock.copy(), sentTo, arrivedFrom));
  }

  void demand(boolean holds, Law law, String otherwise) {
    if (!holds) {
      throw broken(EnumSet.of(law), otherwise);
    }
  }

  Law.Broken broken(Set<Law> laws, String sentence) {
    List<String> last = trace.subList(Math.max(0, trace.size() - 40), trace.size());
    return new Law.Broken(
        laws,
        "%s: %s: %s%nThe last that happened:%n  %s"
            .formatted(label, laws, sentence, String.join(System.lineSeparator() + "  ", last)));
  }

  // -------------------------------------------------- a complete snapshot

  void check(GlobalSnapshot<Integer, Money> snapshot, int total) {
    Set<Law> laws = EnumSet.noneOf(Law.class);
    List<String> sentences = new ArrayList<>();
    checkMoney(snapshot, total, laws, sentences);
    Map<String, Cut> cutOf = requireNonNull(cuts.get(requireNonNull(snapshot.id())));
    checkCut(cutOf, laws, sentences);
    links.forEach((channel, link) ->
        checkChannel(
            channel,
            link,
            snapshot.channels().getOrDefault(channel, List.of()),
            cutOf,
            laws,
            sentences));
    if (!laws.isEmpty()) {
      throw broken(laws, snapshot.id() + ": " + String.join("; ", sentences));
    }
  }

  private static void checkMoney(
      GlobalSnapshot<Integer, Money> snapshot, int total, Set<Law> laws, List<String> sentences) {
    int balances = snapshot.states().values().stream().mapToInt(Integer::intValue).sum();
    int inFlight =
        snapshot.channels().values().stream().flatMap(List::stream).mapToInt(Money::amount).sum();
    if (balances + inFlight != total) {
      laws.add(MONEY_IS_CONSERVED);
      sentences.add(
          "it counts $%d and $%d in flight, and there are $%d"
              .formatted(balances, inFlight, total));
    }
  }

  private void checkCut(Map<String, Cut> cutOf, Set<Law> laws, List<String> sentences) {
    for (String knower : topology.names()) {
      for (String known : topology.names()) {
        int process = topology.index(known);
        int knows = at(cutOf, knower).clock().of(process);
        int happened = at(cutOf, known).clock().of(process);
        if (knows > happened) {
          laws.add(CUT_IS_CONSISTENT);
          sentences.add(
              "%s knows of event %d of %s, which came after its cut, at event %d"
                  .formatted(knower, knows, known, happened));
        }
      }
    }
  }

  private static void checkChannel(
      Channel channel,
      Link link,
      List<Money> recorded,
      Map<String, Cut> cutOf,
      Set<Law> laws,
      List<String> sentences) {
    int sentBefore = at(cutOf, channel.from()).sentTo()[link.to];
    int arrivedBefore = at(cutOf, channel.to()).arrivedFrom()[link.from];
    List<Money> crossed = new ArrayList<>(link.sent.subList(0, sentBefore));
    crossed.removeAll(link.arrived.subList(0, arrivedBefore));
    List<Money> inOrderOfArrival =
        link.arrived.subList(arrivedBefore, link.arrived.size()).stream()
            .filter(money -> money.number() <= sentBefore)
            .toList();
    boolean allArrived = inOrderOfArrival.size() == crossed.size();
    if (!allArrived || !recorded.equals(link.fifo ? crossed : inOrderOfArrival)) {
      laws.add(CHANNEL_STATE_IS_WHAT_WAS_IN_FLIGHT);
      sentences.add("on %s it has %s, and in flight were %s".formatted(channel, recorded, crossed));
    }
  }

  private static Cut at(Map<String, Cut> cutOf, String process) {
    return requireNonNull(cutOf.get(process));
  }
}
