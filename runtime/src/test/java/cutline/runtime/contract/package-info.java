/** What every transport promises, as tests that each of them passes. */
@NullMarked
package cutline.runtime.contract;

import org.jspecify.annotations.NullMarked;
