/**
 * World files: a world of whole processes, with its faults, as people read and edit it.
 *
 * <p>Here live what is in such a file, how it is read and written, and whether its world comes out
 * as it says. What happens in a world is decided in {@code cutline.simulation}; no file is written
 * here and nothing is printed.
 */
@NullMarked
package cutline.simulation.world;

import org.jspecify.annotations.NullMarked;
