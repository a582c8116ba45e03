package cutline.console.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person at the page wants of a bank.
 *
 * @param process which of them is meant; null if none is, or any
 */
public record Order(Kind kind, @Nullable String process) {

  /** What can be ordered. */
  public enum Kind {
    /** Take a snapshot. */
    SNAPSHOT,
    /** Add up balances without one. */
    NAIVE,
    /** Kill a process. */
    KILL,
    /** Start it again. */
    RESTART,
    /** No new transfers. */
    PAUSE,
    /** Transfers go on. */
    RESUME;

    /** Its name in requests. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** That of a name. */
    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Whether it makes no sense without a process. */
    public boolean needsProcess() {
      return this == KILL || this == RESTART;
    }
  }
}
