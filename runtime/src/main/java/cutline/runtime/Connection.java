package cutline.runtime;

/** One connection, as a {@link Transport} has made it. Every method may be called by any thread. */
public interface Connection {

  /** The largest frame, in bytes. */
  int MAX_FRAME = 64 * 1024;

  /** Queues frames of at most {@link #MAX_FRAME} bytes each, and sends them; never waits. */
  void send(java.util.List<byte[]> frames);

  /** Stops reading, so that the other side slows down, until {@link #resumeReading}. */
  void pauseReading();

  /** Goes on reading. */
  void resumeReading();

  /** Sends what is queued, then ends the connection. */
  void close();

  /** Who is at the other end, for log lines. */
  String remote();
}
