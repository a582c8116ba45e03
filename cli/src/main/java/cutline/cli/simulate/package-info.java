/**
 * {@code cutline simulate}: how a search over seeds, or the world of a file, is asked for, and what
 * came of it in words.
 *
 * <p>What a world is, what goes wrong in it and what must hold is in {@code cutline.simulation}.
 */
@NullMarked
package cutline.cli.simulate;

import org.jspecify.annotations.NullMarked;
