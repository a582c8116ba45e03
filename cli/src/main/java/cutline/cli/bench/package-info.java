/**
 * {@code cutline bench}: how fast banks of this machine are, and snapshots beside the bare exchange
 * of their messages.
 *
 * <p>What is measured are the processes that a user starts, over real sockets and on real files;
 * what a measurement needs beside them is here, and may not leak into them. No other command
 * depends on this one.
 */
@NullMarked
package cutline.cli.bench;

import org.jspecify.annotations.NullMarked;
