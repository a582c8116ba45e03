/**
 * Every interleaving of a small world: the snapshot machine and the assembly of production, between
 * channels that are values, and every order in which things can happen to them.
 *
 * <p>Here live the world, the search through its states, and what is checked in each. A step of a
 * process is always made by the production classes ({@code ProcessRun}); what a process remembers
 * between two steps is what its store would hold. Worlds that are too large for this, faults of the
 * network, and the runtime itself belong to {@code cutline.simulation}.
 */
@NullMarked
package cutline.simulation.explore;

import org.jspecify.annotations.NullMarked;
