/**
 * {@code cutline demo}: a whole bank of processes in one command, and the conversation about it.
 *
 * <p>No other command depends on this one.
 */
@NullMarked
package cutline.cli.demo;

import org.jspecify.annotations.NullMarked;
