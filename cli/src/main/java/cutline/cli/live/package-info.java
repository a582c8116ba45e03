/**
 * A bank at work as one log in causal order, for files and for the console; and how that is made by
 * those who have not started its processes.
 *
 * <p>Nothing here loads the web server before a console is asked for.
 */
@NullMarked
package cutline.cli.live;

import org.jspecify.annotations.NullMarked;
