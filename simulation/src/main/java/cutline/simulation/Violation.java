package cutline.simulation;

/**
 * A law that was broken.
 *
 * @param law which one
 * @param sentence how, in a sentence that names the messages and processes
 * @param at when, in nanoseconds of the world's time
 */
public record Violation(Law law, String sentence, long at) {}
