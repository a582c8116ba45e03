/**
 * Channels over TCP, with Netty: connections, the handshake, frames and back-pressure.
 *
 * <p>It moves the entries of the runtime's channels and decides nothing about them: numbering,
 * durability and order belong to {@link cutline.runtime}. Nothing here knows of the bank, and
 * Netty's types stay inside.
 *
 * <p>On the wire each side begins with the four letters {@code CUTL} and a byte for the version, 1:
 * at first the one that dials, then, if that was right, the other one. Then there are frames: a
 * length of 1 to 65,536 as a varint of the fewest possible bytes, and that many bytes.
 *
 * <p>A connection ends if its peer sends anything else, says nothing at first, leaves too much
 * unread, or for ten seconds takes nothing of what it is sent, be it gone or paused. Whatever a
 * peer does costs its own connection only.
 */
@NullMarked
package cutline.tcp;

import org.jspecify.annotations.NullMarked;
