/**
 * What the programs of one user on this machine know of each other: which banks are at work, who
 * takes orders about them, and what is to be tidied up behind those that are gone.
 *
 * <p>Files and sockets of this machine only; what goes through the bank's own connections is in
 * {@code attach}.
 */
@NullMarked
package cutline.cli.running;

import org.jspecify.annotations.NullMarked;
