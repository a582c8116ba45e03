package cutline.simulation.explore;

import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.simulation.bug.Bug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What can happen in a world: every process may send to every other one, begin a snapshot and crash
 * whenever it likes, as long as there is something left of the numbers here.
 *
 * @param processes how many processes there are, 2 to 4; each has a channel to every other one
 * @param transfers how many transfers there are, 0 to 8
 * @param snapshots how many snapshots are begun, 0 to 4
 * @param crashes how many crashes there are, 0 or 1
 * @param deadlines how many snapshots are given up because their deadline has passed, 0 to 4
 * @param order what the channels promise
 * @param bug a mistake that every process makes, or null
 */
public record SmallWorld(
    int processes,
    int transfers,
    int snapshots,
    int crashes,
    int deadlines,
    ChannelOrder order,
    @Nullable Bug bug) {

  /** What each process has at the beginning: enough for any transfers. */
  static final long SHARE = 1_000;

  private static final Set<Bug> BUGS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Bug.MARKER_OVERTAKES_MONEY,
              Bug.FIFO_BROKEN,
              Bug.RECORDING_STARTS_LATE,
              Bug.STATE_RECORDED_LATE,
              Bug.RECORDING_NOT_STOPPED,
              Bug.RECORDS_AGAIN,
              Bug.CHANNELS_NOT_RECORDED,
              Bug.FIRST_MARKER_COMPLETES,
              Bug.WHITE_COUNT_OFF_BY_ONE,
              Bug.EMIT_BEFORE_COMMIT,
              Bug.RECORDING_NOT_DURABLE,
              Bug.ID_REUSED,
              Bug.ABORT_FORGOTTEN));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range, or the bug cannot show in this world;
   *     the message says why
   */
  public SmallWorld {
    requireRange("processes", processes, 2, 4);
    requireRange("transfers", transfers, 0, 8);
    requireRange("snapshots", snapshots, 0, 4);
    requireRange("crashes", crashes, 0, 1);
    requireRange("deadlines", deadlines, 0, 4);
    if (bug != null) {
      obstacle(bug, crashes, deadlines, order)
          .ifPresent(why -> {
            throw new IllegalArgumentException(why);
          });
    }
  }

  /** The bugs that can be planted in such worlds. */
  public static List<Bug> bugs() {
    return List.copyOf(BUGS);
  }

  private static void requireRange(String what, int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%d %s are not between %d and %d".formatted(number, what, least, most));
    }
  }

  private static Optional<String> obstacle(
      Bug bug, int crashes, int deadlines, ChannelOrder order) {
    if (!BUGS.contains(bug)) {
      return Optional.of(
          "%s cannot be planted here; there are %s"
              .formatted(bug.id(), BUGS.stream().map(Bug::id).collect(Collectors.joining(", "))));
    }
    String needs =
        switch (bug) {
          case EMIT_BEFORE_COMMIT, RECORDING_NOT_DURABLE, ID_REUSED ->
              crashes == 0 ? "a crash" : null;
          case ABORT_FORGOTTEN -> deadlines == 0 ? "a deadline that passes" : null;
          case MARKER_OVERTAKES_MONEY, FIFO_BROKEN ->
              order == ChannelOrder.NON_FIFO ? "FIFO channels" : null;
          default -> null;
        };
    return needs == null
        ? Optional.empty()
        : Optional.of("%s cannot show without %s".formatted(bug.id(), needs));
  }

  boolean has(Bug mistake) {
    return bug == mistake;
  }

  boolean isFifo() {
    return order == ChannelOrder.FIFO;
  }

  long total() {
    return SHARE * processes;
  }

  Topology topology() {
    return Topology.complete(
        IntStream.range(0, processes).mapToObj(i -> String.valueOf((char) ('A' + i))).toList(),
        order);
  }

  /** All the ways to rename the processes; the first changes nothing. */
  List<int[]> permutations() {
    List<int[]> all = new ArrayList<>();
    permute(new int[processes], 0, 0, all);
    return all;
  }

  private void permute(int[] chosen, int count, int used, List<int[]> all) {
    if (count == processes) {
      all.add(chosen.clone());
      return;
    }
    for (int next = 0; next < processes; next++) {
      if ((used & 1 << next) == 0) {
        chosen[count] = next;
        permute(chosen, count + 1, used | 1 << next, all);
      }
    }
  }
}
