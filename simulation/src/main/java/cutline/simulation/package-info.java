/**
 * The processes of production in a world of virtual time: one seeded scheduler decides what happens
 * next, and what goes wrong.
 *
 * <p>No thread, no clock, no sleep and no random source but the seed's: the same seed gives the
 * same trace.
 */
@NullMarked
package cutline.simulation;

import org.jspecify.annotations.NullMarked;
