/**
 * What the commands have in common: how they end, what they listen on and keep their state in, and
 * how they are interrupted.
 *
 * <p>Nothing here knows any command; what is shown to people is in {@code terminal} and {@code
 * text}.
 */
@NullMarked
package cutline.cli.command;

import org.jspecify.annotations.NullMarked;
