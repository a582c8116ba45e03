/**
 * Scenarios that the console runs: the lessons that come with it, and what people make of them.
 *
 * <p>The worlds themselves are in {@code cutline.simulation}.
 */
@NullMarked
package cutline.console.lesson;

import org.jspecify.annotations.NullMarked;
