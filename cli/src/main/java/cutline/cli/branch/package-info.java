/**
 * {@code cutline branch}, and a branch as a child process of those commands that make whole banks.
 *
 * <p>What a branch does is in {@code cutline.bank}.
 */
@NullMarked
package cutline.cli.branch;

import org.jspecify.annotations.NullMarked;
