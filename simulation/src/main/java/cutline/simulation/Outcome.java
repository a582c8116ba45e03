package cutline.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What came of one world.
 *
 * @param events how many things happened: steps of processes, and arrivals and ends of connections
 * @param snapshots how many snapshots were completed
 * @param inFlight in how many of them there was money in flight
 * @param digest stands for every byte on the wire and when it arrived
 * @param violation the law that was broken, or null
 */
public record Outcome(
    int events, int snapshots, int inFlight, long digest, @Nullable Violation violation) {}
