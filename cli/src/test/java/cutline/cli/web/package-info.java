@NullMarked
package cutline.cli.web;

import org.jspecify.annotations.NullMarked;
