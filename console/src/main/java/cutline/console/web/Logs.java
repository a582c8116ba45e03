package cutline.console.web;

import cutline.console.log.WatchedLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The logs that can be looked at: the main one, and the last simulations. */
final class Logs {

  static final int MOST_SIMULATIONS = 32;

  private final WatchedLog main;
  private final Map<String, WatchedLog> simulations = new LinkedHashMap<>();

  Logs(WatchedLog main) {
    this.main = main;
  }

  WatchedLog main() {
    return main;
  }

  /** Adds one; the oldest is forgotten if there are too many. */
  synchronized void add(WatchedLog simulation) {
    simulations.put(simulation.info().id(), simulation);
    if (simulations.size() > MOST_SIMULATIONS) {
      simulations.remove(simulations.keySet().iterator().next());
    }
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
