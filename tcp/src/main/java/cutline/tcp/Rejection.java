package cutline.tcp;

/** Why a connection was closed by this side, and nothing but that connection. */
public enum Rejection {
  /** Too many connections are open. */
  FULL,
  /** Too many connections have not delivered a frame yet. */
  CROWDED,
  /** It does not begin as a connection of Cutline does. */
  NOT_CUTLINE,
  /** It speaks another version. */
  VERSION,
  /** No frame, or no greeting, came in time. */
  SILENCE,
  /** A frame's length is not one that a frame can have. */
  LENGTH,
  /** The receiver has found a frame malformed. */
  FRAME,
  /** The peer does not read what it is sent. */
  UNREAD
}
