package cutline.runtime;

import java.util.List;

/** One connection, as a {@link Transport} has made it. Every method may be called by any thread. */
public interface Connection {

  /** The largest frame, in bytes. */
  int MAX_FRAME = 64 * 1024;

  /**
   * Queues frames and sends them, in order; never waits. On a connection that has ended it does
   * nothing. A transport ends a connection whose peer leaves too much unread, and those that share
   * a socket with it.
   *
   * @throws IllegalArgumentException if a frame is empty or larger than {@link #MAX_FRAME}
   */
  void send(List<byte[]> frames);

  /**
   * Ends the connection at a {@link #send} that finds more than so many bytes unread. Until this is
   * called, the transport's own limit holds.
   */
  void limitUnread(int bytes);

  /**
   * Stops reading, so that the other side slows down, until {@link #resumeReading}. What is being
   * read already still arrives. Connections that share a socket with this one wait as well: whoever
   * pauses must resume without hearing from any of them.
   */
  void pauseReading();

  /** Goes on reading. */
  void resumeReading();

  /**
   * Sends what is queued, then ends the connection. Nothing that arrives from now on is handed
   * over.
   */
  void close();

  /** Who is at the other end, for log lines. */
  String remote();
}
