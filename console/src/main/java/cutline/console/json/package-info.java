/**
 * What the console's server says, as JSON (docs/console.md).
 *
 * <p>Nothing is decided here: what is written is known to {@code cutline.console.log} and {@code
 * cutline.trace}.
 */
@NullMarked
package cutline.console.json;

import org.jspecify.annotations.NullMarked;
