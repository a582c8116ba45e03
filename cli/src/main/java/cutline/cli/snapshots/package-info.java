/**
 * Commands that take, archive, list, compare and restore snapshots, and the archive as the other
 * commands use it.
 *
 * <p>The files themselves are in {@code cutline.bank.archive}.
 */
@NullMarked
package cutline.cli.snapshots;

import org.jspecify.annotations.NullMarked;
