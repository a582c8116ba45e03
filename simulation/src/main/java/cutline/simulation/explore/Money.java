package cutline.simulation.explore;

import cutline.core.Topology;

/**
 * A transfer. Its channel and number are its identity, and its number is its amount too, so that no
 * two worlds differ by amounts alone.
 *
 * @param number which one of its channel, from 1
 */
record Money(int from, int to, int number) {

  long amount() {
    return 10L * number;
  }

  String say(Topology topology) {
    return "transfer %d from %s to %s".formatted(number, topology.name(from), topology.name(to));
  }
}
