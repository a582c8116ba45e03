/**
 * Who may connect to the processes of this JVM, how many, and the account of those that were sent
 * away: the same over every network. No socket is here, and nothing of any protocol.
 */
@NullMarked
package cutline.runtime.admission;

import org.jspecify.annotations.NullMarked;
