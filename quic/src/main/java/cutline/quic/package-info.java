/**
 * Channels over UDP, with QUIC (RFC 9000) by Netty and quiche: connections, frames and
 * back-pressure. Frames come in any order, but all of them, or the connection ends.
 *
 * <p>It moves the entries of the runtime's channels and decides nothing about them: numbering,
 * durability and snapshots belong to {@link cutline.runtime}. Nothing here knows of the bank, and
 * Netty's types stay inside.
 *
 * <p>A connection between two processes is one QUIC connection, encrypted (TLS 1.3); the protocol
 * that both sides name in its handshake is {@code cutline/1}. The side that dials opens one
 * bidirectional stream, in which each side says what must come in order: see {@code Control}. The
 * first frame of each side is said there. All others travel in unidirectional streams, each with
 * frames that were queued together: a length of 1 to 65,536 as a varint of the fewest bytes, and
 * that many bytes. So a lost packet delays what it carried, and what shared a stream with it;
 * everything else overtakes it.
 *
 * <p>A connection ends if its peer breaks these rules, sends what the receiver does not accept,
 * says nothing at first, leaves too much unread, or is not heard of for three seconds. Whoever has
 * not shown that it receives at the address it sends from gets nothing that is larger than what it
 * has sent. A peer cannot change its address: it dials anew.
 */
@NullMarked
package cutline.quic;

import org.jspecify.annotations.NullMarked;
