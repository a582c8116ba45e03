/**
 * The command {@code explore}: every interleaving of a small world.
 *
 * <p>Here live what it asks and what it prints. The world, the search and what is checked belong to
 * {@code cutline.simulation.explore}.
 */
@NullMarked
package cutline.cli.explore;

import org.jspecify.annotations.NullMarked;
