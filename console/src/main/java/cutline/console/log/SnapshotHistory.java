package cutline.console.log;

import cutline.core.Channel;
import cutline.trace.Action;
import cutline.trace.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last snapshots of a log, in the order in which they began. */
final class SnapshotHistory {

  static final int MOST = 200;

  private final LogShape shape;
  private final Map<String, SnapshotTrack> tracks = new LinkedHashMap<>();

  SnapshotHistory(LogShape shape) {
    this.shape = shape;
  }

  /** Takes the next event; gives the snapshot that is decided by it, or null. */
  @Nullable SnapshotTrack apply(Event event) {
    String process = event.process();
    switch (event.action()) {
      case Action.RecordState(String snapshot, Long balance) -> {
        SnapshotTrack track = tracks.get(snapshot);
        if (track == null) {
          track = begin(snapshot, event);
        }
        SnapshotTrack.Part part = part(track, event);
        part.recorded = event.at();
        part.recordedSeq = event.seq();
        part.balance = balance;
      }
      case Action.MarkerReceive marker -> {
        SnapshotTrack track = tracks.get(marker.snapshot());
        if (track != null) {
          SnapshotTrack.Part part = part(track, event);
          if (part.firstMarker == null && !process.equals(track.initiator)) {
            part.firstMarker = event.at();
          }
        }
      }
      case Action.MarkerSend marker -> {
        SnapshotTrack track = tracks.get(marker.snapshot());
        if (track != null) {
          track.last = event.seq();
        }
      }
      case Action.Receive receive -> {
        for (String snapshot : receive.recorded()) {
          SnapshotTrack track = tracks.get(snapshot);
          if (track != null) {
            track.inFlight.add(
                new SnapshotTrack.InFlight(
                    new Channel(receive.from(), process), receive.message(), receive.amount()));
            track.last = event.seq();
          }
        }
      }
      case Action.ChannelClosed(String from, String snapshot) -> {
        SnapshotTrack track = tracks.get(snapshot);
        if (track != null) {
          part(track, event).closed.add(closed(track, from, event));
        }
      }
      case Action.Complete(String snapshot) -> {
        SnapshotTrack track = tracks.get(snapshot);
        if (track != null) {
          part(track, event).complete = event.at();
          return track.isWhole() ? track : null;
        }
      }
      case Action.Abort(String snapshot, String reason) -> {
        SnapshotTrack track = tracks.get(snapshot);
        if (track != null && !track.isWhole() && track.abort == null) {
          track.last = event.seq();
          track.abort = reason == null ? process + " gave it up" : reason;
          return track;
        }
      }
      case Action.Gap(String reason, Long _) ->
          tracks.values().stream()
              .filter(track -> isOpen(track, process))
              .forEach(
                  track -> track.gap = "the log has a gap at %s: %s".formatted(process, reason));
      default -> {}
    }
    return null;
  }

  private static boolean isOpen(SnapshotTrack track, String process) {
    SnapshotTrack.Part part = track.parts.get(process);
    return part != null && part.recorded != null && part.complete == null;
  }

  private SnapshotTrack begin(String snapshot, Event event) {
    SnapshotTrack track =
        new SnapshotTrack(snapshot, event.process(), event.seq(), shape.processes().names());
    tracks.put(snapshot, track);
    if (tracks.size() > MOST) {
      Iterator<String> oldest = tracks.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return track;
  }

  private static SnapshotTrack.Part part(SnapshotTrack track, Event event) {
    track.last = event.seq();
    return track.parts.computeIfAbsent(event.process(), _ -> new SnapshotTrack.Part());
  }

  private static SnapshotTrack.Closed closed(SnapshotTrack track, String from, Event event) {
    Channel channel = new Channel(from, event.process());
    List<Long> amounts = track.amounts().getOrDefault(channel, List.of());
    return new SnapshotTrack.Closed(
        from,
        event.at(),
        amounts.size(),
        amounts.stream().mapToLong(Long::longValue).reduce(0, Math::addExact));
  }

  /** That of an id, or null. */
  @Nullable SnapshotTrack get(String id) {
    return tracks.get(id);
  }

  /** The last ones, those that began first come first. */
  List<SnapshotTrack> last(int most) {
    List<SnapshotTrack> all = new ArrayList<>(tracks.values());
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
