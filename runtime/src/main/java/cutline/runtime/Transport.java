package cutline.runtime;

/**
 * Makes connections between processes. It moves frames and knows nothing of what is in them. The
 * first frame of a connection arrives first, and all others arrive, in order if the channels
 * between the two processes are FIFO, or the connection ends. Everything that must survive the end
 * of a connection is above it.
 */
public interface Transport {

  /**
   * Tries once to connect to a process.
   *
   * @param dialer is called exactly once, on any thread
   */
  void dial(String peer, Dialer dialer);

  /** The one who wanted a connection. */
  interface Dialer {

    /** The connection is there; what it brings goes to the returned receiver. */
    Receiver connected(Connection connection);

    /** There is none, for a reason in a few words. */
    void failed(String reason);
  }

  /** The one who waits for connections. */
  @FunctionalInterface
  interface Acceptor {

    /** Someone has connected; what it brings goes to the returned receiver. */
    Receiver accepted(Connection connection);
  }

  /** Where a connection's frames go; called by one thread at a time. */
  interface Receiver {

    /**
     * One frame.
     *
     * @throws MalformedException if the frame is not acceptable; the transport then closes this
     *     connection, and no other
     */
    void received(byte[] frame) throws MalformedException;

    /**
     * What had arrived together is handed over: the time to work on it. It follows every frame
     * before {@link #closed}, also one that was refused.
     */
    void batchEnd();

    /** Nothing more will come. Called exactly once, some time after the connection has ended. */
    void closed();
  }
}
