package cutline.runtime;

import cutline.core.ChannelOrder;

/** The state is one of a system whose channels promise another order. */
public final class OtherOrderException extends Store.StoreException {

  private static final long serialVersionUID = 1L;

  private final ChannelOrder stored;

  /** Says what the channels promise whose state is stored. */
  public OtherOrderException(ChannelOrder stored) {
    super(
        switch (stored) {
          case FIFO -> "its channels are FIFO, and would not be now";
          case NON_FIFO -> "its channels are not FIFO, and would be now";
        });
    this.stored = stored;
  }

  /** What the channels promise whose state is stored. */
  public ChannelOrder stored() {
    return stored;
  }
}
