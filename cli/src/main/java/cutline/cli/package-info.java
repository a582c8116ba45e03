/**
 * The program {@code cutline}: its commands by name, defaults from the environment, and how errors
 * are told.
 *
 * <p>Each command has a package of its own below this one, and there is the reading of arguments
 * and files, what is printed, the exit codes, and the threads and clocks that the other modules do
 * not own. What is not about the command line belongs into another module. Nothing may depend on
 * this package, and no other module on any of these.
 */
@NullMarked
package cutline.cli;

import org.jspecify.annotations.NullMarked;
