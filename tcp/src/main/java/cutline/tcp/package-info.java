/**
 * Channels over TCP, with Netty: connections, the handshake, frames and back-pressure.
 *
 * <p>It moves the entries of the runtime's channels and decides nothing about them: numbering,
 * durability and order belong to {@link cutline.runtime}. Nothing here knows of the bank, and
 * Netty's types stay inside.
 *
 * <p>All connections between the processes of one JVM and those at one address of another one are
 * streams of one TCP connection. On the wire each side begins with the four letters {@code CUTL}
 * and a byte for the version, 2: at first the one that dials, then, if that was right, the other
 * one. Then there are frames: the number of a stream and a length of 1 to 65,536 as varints of the
 * fewest bytes, and that many bytes. In stream 0 is what is said about streams: see {@code
 * Control}.
 *
 * <p>A stream ends if its peer sends what its receiver does not accept, or says nothing at first.
 * The connection ends if its peer breaks the rules of frames and streams, delivers nothing at
 * first, leaves too much unread, or for ten seconds takes nothing of what it is sent, be it gone or
 * paused. Whatever a peer does costs its own streams only.
 */
@NullMarked
package cutline.tcp;

import org.jspecify.annotations.NullMarked;
