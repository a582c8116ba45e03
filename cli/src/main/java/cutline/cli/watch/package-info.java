/**
 * {@code cutline watch}: a bank at work on a full screen. The model is pure, the screen is text,
 * and only the terminal touches the terminal.
 *
 * <p>No other command depends on this one.
 */
@NullMarked
package cutline.cli.watch;

import org.jspecify.annotations.NullMarked;
