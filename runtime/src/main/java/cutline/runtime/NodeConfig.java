package cutline.runtime;

import cutline.core.Limits;
import cutline.core.Topology;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a {@link Node} is told at its start.
 *
 * @param system the name of the system; processes of another one are turned away
 * @param name this process's name, one of the topology's
 * @param topology the processes and channels
 * @param nonce a random number for this life of the process
 * @param limits the bounds of what is remembered about snapshots
 * @param messageDelay the delay of the next message in its channel, in nanoseconds
 * @param largestDelay the most that {@code messageDelay} has given to what is still in flight, or
 *     gives next
 * @param copiesPages whether snapshots get copies of the application's {@link Pages}; without, they
 *     cannot be restored if it has any
 */
public record NodeConfig(
    String system,
    String name,
    Topology topology,
    long nonce,
    Limits limits,
    LongSupplier messageDelay,
    Supplier<Duration> largestDelay,
    boolean copiesPages) {

  /** A configuration with the default limits and no delays. */
  public static NodeConfig of(String system, String name, Topology topology, long nonce) {
    return new NodeConfig(
        system, name, topology, nonce, Limits.DEFAULT, () -> 0, () -> Duration.ZERO, true);
  }

  /**
   * Checks that the process is one of the topology's.
   *
   * @throws IllegalArgumentException if it is not
   */
  public NodeConfig {
    if (topology.index(name) < 0) {
      throw new IllegalArgumentException(name + " is not one of " + topology.names());
    }
  }
}
