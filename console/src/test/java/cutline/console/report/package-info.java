@NullMarked
package cutline.console.report;

import org.jspecify.annotations.NullMarked;
