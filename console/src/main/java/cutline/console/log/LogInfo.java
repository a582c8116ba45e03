package cutline.console.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of a log.
 *
 * @param id its name in requests
 * @param mode where its events come from
 * @param title in a few words
 * @param bug the id of the bug that is planted in it, or null
 * @param startedAt when it began, or null if nobody knows
 */
public record LogInfo(
    String id, Mode mode, String title, @Nullable String bug, @Nullable Instant startedAt) {

  /** The id of the log that the page shows first. */
  public static final String MAIN = "main";

  /** Where events come from. */
  public enum Mode {
    /** A bank that is at work. */
    LIVE,
    /** A file. */
    REPLAY,
    /** A scenario. */
    SIMULATION
  }
}
