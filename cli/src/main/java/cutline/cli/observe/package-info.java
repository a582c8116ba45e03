/**
 * What a process of a bank has done, on its way into the log of that process.
 *
 * <p>Here live the file and the thread that writes it. What is in a log, and what follows from it,
 * belongs to {@code cutline.trace}; what can be observed at all, to {@code
 * cutline.runtime.Observer}.
 */
@NullMarked
package cutline.cli.observe;

import org.jspecify.annotations.NullMarked;
