/**
 * The console: a web page of a bank that is at work, of a log, or of a simulation. What is between
 * the page and this server is in docs/console.md.
 */
@NullMarked
package cutline.console;

import org.jspecify.annotations.NullMarked;
