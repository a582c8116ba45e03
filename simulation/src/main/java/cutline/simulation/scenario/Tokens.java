package cutline.simulation.scenario;

/**
 * A message of the tick world.
 *
 * @param id its number in the order of sending, markers included, as in {@code m12}
 * @param amount how many tokens, at least 1
 */
public record Tokens(String id, long amount) {}
