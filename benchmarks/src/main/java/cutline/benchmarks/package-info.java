/**
 * Measurements: JMH benchmarks of single parts, and of whole banks with all their parts.
 *
 * <p>Nothing here is used by another module, and nothing that a measurement needs may leak into the
 * measured code.
 */
@NullMarked
package cutline.benchmarks;

import org.jspecify.annotations.NullMarked;
