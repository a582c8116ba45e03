/** What fuzz tests have in common. */
@NullMarked
package cutline.fuzz;

import org.jspecify.annotations.NullMarked;
