@NullMarked
package cutline.console.log;

import org.jspecify.annotations.NullMarked;
