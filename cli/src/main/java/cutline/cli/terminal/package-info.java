/**
 * What a terminal has and a pipe has not: colours, progress, and lines that do not tear a prompt.
 *
 * <p>Nothing here knows what is said: no bank, no snapshot, no command.
 */
@NullMarked
package cutline.cli.terminal;

import org.jspecify.annotations.NullMarked;
