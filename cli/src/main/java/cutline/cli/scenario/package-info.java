/**
 * The commands about scenario files and event logs: {@code run}, {@code collect}, {@code replay}
 * and {@code export}.
 *
 * <p>Here live what they print and which files they write. What is in such files, and what follows
 * from them, belongs to {@code cutline.simulation.scenario} and {@code cutline.trace}.
 */
@NullMarked
package cutline.cli.scenario;

import org.jspecify.annotations.NullMarked;
