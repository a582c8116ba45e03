package cutline.simulation.explore;

import cutline.core.FailedReport;
import cutline.core.LocalSnapshot;
import cutline.core.Marker;
import cutline.core.Report;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives the processes each other's names. All begin alike, so that of the states that differ in the
 * names alone, one stands for all.
 */
final class Renaming {

  /** A process in a sentence. */
  private static final Pattern NAME = Pattern.compile("\\b[A-D]\\b");

  private final Topology topology;
  private final int[] renamed;

  /**
   * @param renamed per process, which one it becomes
   */
  Renaming(Topology topology, int[] renamed) {
    this.topology = topology;
    this.renamed = renamed;
  }

  int process(int process) {
    return renamed[process];
  }

  ProcessState apply(ProcessState state) {
    Local durable = apply(state.durable());
    return new ProcessState(
        durable,
        state.now().equals(state.durable()) ? durable : apply(state.now()),
        state.taken().stream().map(this::apply).toList(),
        state.held().stream().map(this::apply).toList());
  }

  private Local apply(Local local) {
    return new Local(
        renamed[local.self()],
        local.balance(),
        local.crashes(),
        local.initiated(),
        local.givenUp(),
        moved(local.sent()),
        moved(local.received()),
        local.lastNumber(),
        moved(local.countedSent()),
        moved(local.countedReceived()),
        moved(local.decided()),
        local.parts().stream().map(this::apply).toList(),
        local.gatherings().stream()
            .map(gathering ->
                new Local.Gathering(
                    apply(gathering.id()),
                    ProcessRun.reportsSorted(
                        gathering.reports().stream().map(this::apply).toList())))
            .toList());
  }

  private Local.Part apply(Local.Part part) {
    return new Local.Part(
        apply(part.id()),
        moved(part.announced()),
        moved(part.arrived()),
        part.recorded(),
        part.failed(),
        apply(part.cut()),
        moved(part.channels().stream().map(this::apply).toList()),
        part.isComplete(),
        part.hasSlipped());
  }

  private @Nullable Cut apply(@Nullable Cut cut) {
    return cut == null ? null : new Cut(cut.balance(), moved(cut.sent()), moved(cut.received()));
  }

  private List<Money> apply(List<Money> channel) {
    return channel.stream().map(this::apply).toList();
  }

  private Money apply(Money money) {
    return new Money(renamed[money.from()], renamed[money.to()], money.number());
  }

  private SnapshotId apply(SnapshotId id) {
    return new SnapshotId(name(id.initiator()), id.incarnation(), id.number());
  }

  private String name(String name) {
    return topology.name(renamed[topology.index(name)]);
  }

  private Sending apply(Sending sending) {
    return new Sending(renamed[sending.from()], renamed[sending.to()], apply(sending.entry()));
  }

  Entry apply(Entry entry) {
    return switch (entry) {
      case Entry.OfMoney(Money money, List<SnapshotId> carried) ->
          new Entry.OfMoney(apply(money), carried.stream().map(this::apply).toList());
      case Entry.OfMarker(Marker marker) ->
          new Entry.OfMarker(new Marker(apply(marker.id()), marker.messagesBefore()));
      case Entry.OfReport(Report<Cut, Money> report) -> new Entry.OfReport(apply(report));
      case Entry.OfDecision(SnapshotId id, boolean complete) ->
          new Entry.OfDecision(apply(id), complete);
    };
  }

  private Report<Cut, Money> apply(Report<Cut, Money> report) {
    return switch (report) {
      case LocalSnapshot<Cut, Money>(
              SnapshotId id,
              String process,
              Cut state,
              SortedMap<String, List<Money>> channels) -> {
        SortedMap<String, List<Money>> moved = new TreeMap<>();
        channels.forEach((from, recorded) -> moved.put(name(from), apply(recorded)));
        yield new LocalSnapshot<>(
            apply(id),
            name(process),
            new Cut(state.balance(), moved(state.sent()), moved(state.received())),
            moved);
      }
      case FailedReport<Cut, Money> failed ->
          new FailedReport<>(
              apply(failed.id()),
              name(failed.process()),
              NAME.matcher(failed.reason()).replaceAll(found -> name(found.group())));
    };
  }

  /** What has a place for each process. */
  private <T> List<T> moved(List<T> list) {
    List<T> moved = new ArrayList<>(Collections.nCopies(list.size(), list.getFirst()));
    for (int process = 0; process < list.size(); process++) {
      moved.set(renamed[process], list.get(process));
    }
    return List.copyOf(moved);
  }
}
