package cutline.trace;

/**
 * One event of a log.
 *
 * @param seq its place in the log's order, which is a causal one; from 1
 * @param at when it was seen, in microseconds since the start; no more than a hint, since the
 *     clocks of processes differ
 * @param process whose event it is
 * @param clock the events that it knows of, with itself
 * @param action what the process did or saw
 */
public record Event(long seq, long at, String process, VectorClock clock, Action action) {}
