/**
 * The console as commands offer it: whether, where, and what they say of it.
 *
 * <p>Nothing here loads the web server before it is asked for.
 */
@NullMarked
package cutline.cli.web;

import org.jspecify.annotations.NullMarked;
