/**
 * The processes of production in a world of virtual time: one seeded scheduler decides what happens
 * next, and what goes wrong.
 *
 * <p>{@link cutline.simulation.World} runs {@code cutline.runtime.Node}, core's machine and the
 * bank's {@code Branch} and codec as they are; the network, the stores, the clocks and the wishes
 * are its own. {@code Witness} sees every message and state from outside and holds them against the
 * {@link cutline.simulation.Law}s; the processes under test are asked nothing. {@link
 * cutline.simulation.Search} runs many worlds, {@link cutline.simulation.Minimiser} makes one that
 * broke a law small.
 *
 * <p>In a world there is no thread, no clock, no sleep and no random source but the seed's: the
 * same seed gives the same trace. Only {@code Search} has threads, each with worlds of its own.
 */
@NullMarked
package cutline.simulation;

import org.jspecify.annotations.NullMarked;
