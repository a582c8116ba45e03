package cutline.core;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An undecided snapshot at its initiator: gathers the members' reports and comes to the one
 * decision. Reports may come in any order and repeatedly.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
public final class Assembly<S, M> {

  private final SnapshotId id;
  private final TreeSet<String> missing;
  private final SortedMap<String, Report<S, M>> reports = new TreeMap<>();

  /**
   * An assembly without reports.
   *
   * @param members the names of all processes that must report, the initiator too
   */
  public Assembly(SnapshotId id, Collection<String> members) {
    this.id = id;
    this.missing = new TreeSet<>(members);
  }

  /** The snapshot that is assembled. */
  public SnapshotId id() {
    return id;
  }

  /** The members that have not reported, sorted. */
  public Collection<String> missing() {
    return new TreeSet<>(missing);
  }

  /** The reports that have come, sorted by member. */
  public Collection<Report<S, M>> reports() {
    return List.copyOf(reports.values());
  }

  /**
   * Takes a report. The same one again changes nothing; one of a process that is not a member is
   * ignored.
   *
   * @return the decision, or null while reports are missing. A failed report, or a second one that
   *     says something else, aborts.
   */
  public @Nullable GlobalSnapshot<S, M> report(Report<S, M> report) {
    String process = report.process();
    Report<S, M> earlier = reports.get(process);
    if (earlier != null) {
      return earlier.equals(report)
          ? null
          : abort(process + " reported twice on snapshot " + id + ", and not the same");
    }
    if (!missing.remove(process)) {
      return null;
    }
    reports.put(process, report);
    return switch (report) {
      case FailedReport<S, M> failed -> abort(failed.reason());
      case LocalSnapshot<S, M> _ ->
          missing.isEmpty() ? decide(SnapshotStatus.COMPLETE, null) : null;
    };
  }

  /** The deadline has passed: decides that the snapshot is incomplete, naming who is missing. */
  public GlobalSnapshot<S, M> deadlinePassed() {
    return decide(SnapshotStatus.INCOMPLETE, "no report from " + String.join(", ", missing));
  }

  /** Gives the snapshot up for a reason in a sentence. */
  public GlobalSnapshot<S, M> abort(String reason) {
    return decide(SnapshotStatus.ABORTED, reason);
  }

  /**
   * What the snapshot is after this decision.
   *
   * @param reason why it is not complete, null exactly if it is
   */
  public GlobalSnapshot<S, M> decide(SnapshotStatus status, @Nullable String reason) {
    SortedMap<String, S> states = new TreeMap<>();
    SortedMap<Channel, List<M>> channels = new TreeMap<>();
    int markers = 0;
    for (Report<S, M> report : reports.values()) {
      if (report instanceof LocalSnapshot<S, M> part) {
        states.put(part.process(), part.state());
        for (var channel : part.channels().entrySet()) {
          markers++;
          if (!channel.getValue().isEmpty()) {
            channels.put(new Channel(channel.getKey(), part.process()), channel.getValue());
          }
        }
      }
    }
    return new GlobalSnapshot<>(id, id.initiator(), status, reason, states, channels, markers);
  }
}
