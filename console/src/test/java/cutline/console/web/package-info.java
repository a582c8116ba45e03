@NullMarked
package cutline.console.web;

import org.jspecify.annotations.NullMarked;
