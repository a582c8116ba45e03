/**
 * The bank's rules: money, accounts, transfers and what a branch does with them.
 *
 * <p>Pure values and functions, without I/O, clocks, threads or loggers. Randomness comes in as an
 * argument only, so that a run is a function of its seed. Nothing here knows of messages on a wire
 * or of snapshots in progress.
 */
@NullMarked
package cutline.bank.domain;

import org.jspecify.annotations.NullMarked;
