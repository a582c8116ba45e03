/**
 * What the console looks at: a log of events, and the global states that it goes through.
 *
 * <p>Here live the states, what is kept of the past, and the snapshots as the events tell of them.
 * No socket, no JSON, and nothing of where a log comes from.
 */
@NullMarked
package cutline.console.log;

import org.jspecify.annotations.NullMarked;
