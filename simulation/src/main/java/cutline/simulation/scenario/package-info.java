/**
 * Teaching scenarios: a small world of ticks, and files in the field's own formats that say what
 * happens in it. Each process has the snapshot machine of production.
 *
 * <p>Here live the parsers of these files, the tick world, and the mistakes that can be planted in
 * it. No file is written here and nothing is printed.
 */
@NullMarked
package cutline.simulation.scenario;

import org.jspecify.annotations.NullMarked;
