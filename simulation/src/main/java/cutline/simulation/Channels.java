package cutline.simulation;

import cutline.core.ChannelOrder;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Which kinds of channel a world has. */
public enum Channels {
  /** Every channel delivers in the order of sending. */
  FIFO,
  /** No channel promises an order. */
  NON_FIFO,
  /** Each channel is one or the other. */
  MIXED;

  /** Its name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those of the world of a seed, if nobody says. */
  public static Channels of(long seed) {
    return switch ((int) (seed % 4)) {
      case 0 -> NON_FIFO;
      case 1 -> MIXED;
      default -> FIFO;
    };
  }

  ChannelOrder draw(RandomGenerator random) {
    return switch (this) {
      case FIFO -> ChannelOrder.FIFO;
      case NON_FIFO -> ChannelOrder.NON_FIFO;
      case MIXED -> random.nextBoolean() ? ChannelOrder.FIFO : ChannelOrder.NON_FIFO;
    };
  }
}
