package cutline.console.web;

import cutline.console.log.WatchedLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The logs that can be looked at: the main one, and the last simulations. */
final class Logs {

  static final int MOST_SIMULATIONS = 32;

  private final WatchedLog main;
  private final Map<String, WatchedLog> simulations = new LinkedHashMap<>();
  private final Map<String, Origin> origins = new HashMap<>();

  /**
   * Those of a server.
   *
   * @param origin what the main one was made of if it is simulated, or null
   */
  Logs(WatchedLog main, @Nullable Origin origin) {
    this.main = main;
    if (origin != null) {
      origins.put(main.info().id(), origin);
    }
  }

  /** Adds one; the oldest is forgotten if there are too many. */
  synchronized void add(WatchedLog simulation, Origin origin) {
    simulations.put(simulation.info().id(), simulation);
    origins.put(simulation.info().id(), origin);
    if (simulations.size() > MOST_SIMULATIONS) {
      String oldest = simulations.keySet().iterator().next();
      simulations.remove(oldest);
      origins.remove(oldest);
    }
  }

  /** What a log was made of, or null if it is not simulated. */
  synchronized @Nullable Origin origin(String id) {
    return origins.get(id);
  }

  /** That of an id; the main one for null. */
  synchronized WatchedLog get(@Nullable String id) {
    WatchedLog log = id == null || id.equals(main.info().id()) ? main : simulations.get(id);
    if (log == null) {
      throw Refusal.unknown(
          "There is no such log any more; only the last %d simulations are kept."
              .formatted(MOST_SIMULATIONS));
    }
    return log;
  }

  /** All of them, the main one first. */
  synchronized List<WatchedLog> all() {
    List<WatchedLog> all = new ArrayList<>(List.of(main));
    all.addAll(simulations.values());
    return all;
  }
}
