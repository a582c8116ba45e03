@NullMarked
package cutline.console.lesson;

import org.jspecify.annotations.NullMarked;
