package cutline.runtime.admission;

import java.time.Duration;

/**
 * How much the other side may cost.
 *
 * @param connect how long a dial waits for the other host
 * @param silence how long an accepted connection, or stream, may take to deliver its first frame,
 *     and a dialed one to greet
 * @param unproven how many accepted connections of one server, and how many streams to one of its
 *     processes, may at a time have delivered no frame
 * @param connections how many connections to one process may be open; over TCP, where several share
 *     a socket, also how many sockets of one server
 * @param queuedBytes how much of a stream is kept for a peer that does not read, before it is cut
 *     off
 */
public record Limits(
    Duration connect, Duration silence, int unproven, int connections, int queuedBytes) {

  /** What serves a bank of a few hundred branches. */
  public static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), 256, 1024, 64 * 1024 * 1024);
}
