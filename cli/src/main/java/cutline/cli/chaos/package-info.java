/**
 * {@code cutline chaos}: a bank of processes under faults from a seed, and the audit of what it has
 * promised.
 *
 * <p>Faults come from outside only: nothing here reaches into a branch. No other command depends on
 * this one.
 */
@NullMarked
package cutline.cli.chaos;

import org.jspecify.annotations.NullMarked;
