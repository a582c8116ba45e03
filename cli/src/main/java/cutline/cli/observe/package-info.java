/**
 * What processes of a bank have done, on its way into logs: a process writes its own log, and
 * whoever started the processes collects one in causal order.
 *
 * <p>Here live files, pipes and their threads. What is in a log, and what follows from it, belongs
 * to {@code cutline.trace}; what can be observed at all, to {@code cutline.runtime.Observer}.
 */
@NullMarked
package cutline.cli.observe;

import org.jspecify.annotations.NullMarked;
