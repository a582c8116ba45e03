/**
 * The archive of completed snapshots: what is in its files, which of them stay, and how they are
 * read again. Nothing here talks to a bank.
 */
@NullMarked
package cutline.bank.archive;

import org.jspecify.annotations.NullMarked;
