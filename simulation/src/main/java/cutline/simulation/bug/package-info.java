/**
 * Bugs of kinds that implementations of snapshots, channels and stores really had, each small
 * enough to be read at a glance: a search that finds all of them is worth something.
 *
 * <p>None of them is a switch in production code. A bug stands at a seam that production has
 * anyway, between two parts that are as always: the effects of the snapshot machine, which is the
 * whole of what the machine does, so that any mutant of it can be told apart there and nowhere
 * else; the store; and the frames of a connection. A mutant class of the machine would have to be a
 * copy that grows old; a factory of machines in {@code Node} would be there for the bugs alone.
 */
@NullMarked
package cutline.simulation.bug;

import org.jspecify.annotations.NullMarked;
