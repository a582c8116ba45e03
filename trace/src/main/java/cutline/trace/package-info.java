/**
 * What happened in a system, in causal order: the event log, vector clocks, and what can be told
 * and drawn from them.
 *
 * <p>It knows processes, channels, messages and cuts, and neither sockets nor the bank.
 */
@NullMarked
package cutline.trace;

import org.jspecify.annotations.NullMarked;
