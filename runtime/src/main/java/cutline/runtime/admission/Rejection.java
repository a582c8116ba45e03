package cutline.runtime.admission;

/**
 * Why this side has closed a stream, or the connection that carries streams, and nothing but that.
 */
public enum Rejection {
  /** Too many connections are open, or streams to a process. */
  FULL,
  /** Too many connections, or streams to a process, have not delivered a frame yet. */
  CROWDED,
  /** It does not begin as a connection of Cutline does. */
  NOT_CUTLINE,
  /** It speaks another version. */
  VERSION,
  /** No frame, or no greeting, came in time. */
  SILENCE,
  /** A frame's length is not one that a frame can have. */
  LENGTH,
  /** It breaks the rules of streams. */
  STREAM,
  /** The receiver has found a frame malformed. */
  FRAME,
  /** The peer does not read what it is sent. */
  UNREAD
}
