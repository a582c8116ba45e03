package cutline.core;

/** What a channel promises about the order in which it delivers. */
public enum ChannelOrder {
  /** Delivers in the order of sending, as Chandy and Lamport assume (1985, section 2). */
  FIFO,
  /** Delivers everything once, in any order, as Lai and Yang assume (1987). */
  NON_FIFO
}
