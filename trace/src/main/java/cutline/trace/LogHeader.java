package cutline.trace;

import cutline.core.ChannelOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a log is of.
 *
 * @param bank the name or id of the system, or null
 * @param processes all processes
 * @param seed what the run depends on, or null if it cannot be repeated
 * @param total all the money there is, in dollars, or null if that is not known
 * @param order of all its channels: not FIFO if one is not
 */
public record LogHeader(
    @Nullable String bank,
    Processes processes,
    @Nullable Long seed,
    @Nullable Long total,
    ChannelOrder order) {}
