/**
 * {@code cutline client}: a member of the bank at which a person sits, with its prompt, its orders
 * and its sentences.
 *
 * <p>No other command depends on this one.
 */
@NullMarked
package cutline.cli.client;

import org.jspecify.annotations.NullMarked;
