/** What the parsers of files that people write have in common: words, and where they stand. */
@NullMarked
package cutline.simulation.text;

import org.jspecify.annotations.NullMarked;
