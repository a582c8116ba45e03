package cutline.runtime;

/**
 * One life of a process.
 *
 * @param counter which life, from 1; a process that keeps its state counts on
 * @param nonce drawn at the start of the life, so that two copies of one process differ
 */
public record Incarnation(long counter, long nonce) {}
