/** Runs TLC on the specification. The specification itself is all that is not Java in here. */
@NullMarked
package cutline.spec;

import org.jspecify.annotations.NullMarked;
