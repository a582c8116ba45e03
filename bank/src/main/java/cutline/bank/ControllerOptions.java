package cutline.bank;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a controller works.
 *
 * @param count how many snapshots to take; null for no end
 * @param interval from the end of a snapshot to the start of the next one
 * @param timeout how long to wait for branches
 * @param seed what the choice of initiators depends on
 */
public record ControllerOptions(
    @Nullable Integer count, Duration interval, Duration timeout, long seed) {}
