/**
 * The snapshot algorithm of Chandy and Lamport, and of Lai, Yang and Mattern where channels are not
 * FIFO, as a state machine that turns events into ordered effects.
 *
 * <p>No I/O, no clock, no thread, no logger, no randomness and none of our other packages may be
 * used here: whatever the algorithm needs comes in as an argument, and whatever it wants done goes
 * out as an effect. The same events therefore always give the same effects, in the same order.
 */
@NullMarked
package cutline.core;

import org.jspecify.annotations.NullMarked;
