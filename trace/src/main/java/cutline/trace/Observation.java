package cutline.trace;

/**
 * What somebody who watches one process tells of it.
 *
 * @param process which one
 * @param at when, in microseconds since the start
 * @param action what it did or saw
 */
public record Observation(String process, long at, Action action) {}
