package cutline.simulation.explore;

import cutline.core.Report;
import cutline.core.SnapshotId;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One process between two steps, as a value: what its store holds, and what an onlooker has seen.
 *
 * @param crashes how often it has crashed
 * @param initiated how many snapshots it has begun, whatever it remembers
 * @param givenUp how many of them it gave up
 * @param sent per process, how many transfers it has sent there
 * @param received per process, which transfers have come from there, as in {@link Cut}
 * @param lastNumber the machine's
 * @param countedSent the machine's counts
 * @param countedReceived the machine's counts
 * @param decided per initiator, what the machine knows to be decided
 * @param parts the undecided snapshots that it takes part in, oldest first
 * @param gatherings the undecided snapshots that it has initiated, oldest first
 */
record Local(
    int self,
    long balance,
    int crashes,
    int initiated,
    int givenUp,
    List<Integer> sent,
    List<Integer> received,
    long lastNumber,
    List<Long> countedSent,
    List<Long> countedReceived,
    List<Decided> decided,
    List<Part> parts,
    List<Gathering> gatherings) {

  /** The machine's knowledge of one initiator's decided snapshots. */
  record Decided(long upTo, List<Long> above) {}

  /** The reports that an initiator has, in the order in which they came to be sorted. */
  record Gathering(SnapshotId id, List<Report<Cut, Money>> reports) {}

  /**
   * A part of an undecided snapshot.
   *
   * @param announced the machine's, as are the three that follow
   * @param cut the recorded state; null when the part has been reported, as the channels are empty
   * @param channels per process, what was recorded on the channel from it
   * @param isComplete whether the part has been reported
   * @param hasSlipped what a planted bug must remember: its chance is over
   */
  record Part(
      SnapshotId id,
      List<Long> announced,
      List<Long> arrived,
      long recorded,
      boolean failed,
      @Nullable Cut cut,
      List<List<Money>> channels,
      boolean isComplete,
      boolean hasSlipped) {}

  static Local first(int self, int processes) {
    List<Integer> none = Collections.nCopies(processes, 0);
    List<Long> uncounted = Collections.nCopies(processes, 0L);
    return new Local(
        self,
        SmallWorld.SHARE,
        0,
        0,
        0,
        List.copyOf(none),
        List.copyOf(none),
        0,
        List.copyOf(uncounted),
        List.copyOf(uncounted),
        List.copyOf(Collections.nCopies(processes, new Decided(0, List.of()))),
        List.of(),
        List.of());
  }

  int sentInAll() {
    return sent.stream().mapToInt(Integer::intValue).sum();
  }

  /** A number that says much of it and does not depend on any names. */
  int nameless() {
    int number = Objects.hash(crashes, initiated, givenUp, unordered(sent), unordered(received));
    for (Part part : parts) {
      number =
          31 * number
              + Objects.hash(
                  unordered(part.announced),
                  part.recorded,
                  part.isComplete,
                  part.id.number(),
                  part.channels.stream().mapToInt(List::size).sum());
    }
    for (Gathering gathering : gatherings) {
      number = 31 * number + Objects.hash(gathering.id.number(), gathering.reports.size());
    }
    return number;
  }

  private static int unordered(List<? extends Number> numbers) {
    return numbers.stream().mapToLong(Number::longValue).sorted().boxed().toList().hashCode();
  }

  /** It as it comes back after a crash. */
  Local restarted(boolean forgetsRecordings, boolean forgetsNumber) {
    return new Local(
        self,
        balance,
        crashes + 1,
        initiated,
        givenUp,
        sent,
        received,
        forgetsNumber ? 0 : lastNumber,
        countedSent,
        countedReceived,
        decided,
        forgetsRecordings ? parts.stream().map(Local::withoutRecorded).toList() : parts,
        gatherings);
  }

  private static Part withoutRecorded(Part part) {
    return new Part(
        part.id,
        part.announced,
        part.arrived,
        part.recorded,
        part.failed,
        part.cut,
        part.channels.stream().map(_ -> List.<Money>of()).toList(),
        part.isComplete,
        part.hasSlipped);
  }
}
