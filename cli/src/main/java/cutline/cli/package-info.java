/**
 * The command {@code cutline} and its subcommands, which put the parts together: the bank, the
 * runtime and a transport.
 *
 * <p>Here live the reading of arguments and files, what is printed, the exit codes, and the threads
 * and clocks that the other modules do not own. What is not about the command line belongs into
 * another module; no other module may depend on this one.
 */
@NullMarked
package cutline.cli;

import org.jspecify.annotations.NullMarked;
