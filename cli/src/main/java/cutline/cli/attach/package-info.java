/**
 * Commands about a bank that is at work, from another terminal: how it is found, how its members
 * are, and orders to who runs them.
 *
 * <p>What takes, keeps or restores snapshots is in {@code snapshots}.
 */
@NullMarked
package cutline.cli.attach;

import org.jspecify.annotations.NullMarked;
