package cutline.simulation.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A mistake that implementations of the algorithm really make. In a scenario with one, every
 * process makes it, and none counts messages: a marker's count would give most of them away.
 */
public enum Mistake {
  /** A marker passes the money that was sent before it. */
  MARKER_OVERTAKES("marker-overtakes"),
  /** A process begins to record its channels a tick after its markers have left. */
  RECORDING_STARTS_LATE("recording-starts-late"),
  /** A process records its state only with the next thing that it does after its markers left. */
  STATE_RECORDED_LATE("state-recorded-late"),
  /** A process goes on recording a channel when its marker has come. */
  RECORDING_NOT_STOPPED("recording-not-stopped"),
  /** No process records any channel. */
  CHANNELS_NOT_RECORDED("channels-not-recorded"),
  /** Another marker of the same snapshot makes a process record its state again. */
  MARKER_RECORDS_AGAIN("marker-records-again");

  private final String word;

  Mistake(String word) {
    this.word = word;
  }

  /** What scenario files call it. */
  public String word() {
    return word;
  }

  /** The mistake of that name. */
  static Optional<Mistake> of(String word) {
    return Arrays.stream(values()).filter(mistake -> mistake.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Mistake::word).toList();
  }
}
