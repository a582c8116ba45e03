package cutline.simulation.explore;

/** An entry that leaves a process, or comes back to where it was taken from. */
record Sending(int from, int to, Entry entry) {}
