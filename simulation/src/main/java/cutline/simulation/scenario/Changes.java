package cutline.simulation.scenario;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done to single messages of a scenario to see what becomes of it.
 *
 * @param byMessage per message's id, what is done to it
 */
public record Changes(Map<String, Change> byMessage) {

  /** Everything stays as it is. */
  public static final Changes NONE = new Changes(Collections.emptyMap());

  /** Something that is done to a message. */
  public sealed interface Change {

    /** It never arrives. */
    record Drop() implements Change {}

    /** It comes so many ticks later, and all behind it in its channel not before it. */
    record Delay(int ticks) implements Change {}
  }

  /** Keeps a copy of the map. */
  public Changes {
    byMessage = Collections.unmodifiableMap(new TreeMap<>(byMessage));
  }
}
