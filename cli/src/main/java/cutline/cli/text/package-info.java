/**
 * Snapshots, amounts and times as people read them.
 *
 * <p>Pure: no stream is written here, and no terminal is asked. Sentences of one command only are
 * with that command.
 */
@NullMarked
package cutline.cli.text;

import org.jspecify.annotations.NullMarked;
