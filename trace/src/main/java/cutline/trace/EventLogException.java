package cutline.trace;

/** A log that cannot be read; the message says where, what is wrong, and what is allowed. */
public final class EventLogException extends Exception {

  private static final long serialVersionUID = 1L;

  EventLogException(String message) {
    super(message);
  }

  EventLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
