package cutline.cli.command;

import cutline.core.ChannelOrder;
import cutline.quic.QuicNetwork;
import cutline.runtime.Network;
import cutline.tcp.TcpNetwork;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What carries messages from process to process. */
public enum Protocol {
  /** Channels are FIFO. */
  TCP(ChannelOrder.FIFO),
  /** By QUIC; channels are not FIFO. */
  UDP(ChannelOrder.NON_FIFO);

  private final ChannelOrder order;

  Protocol(ChannelOrder order) {
    this.order = order;
  }

  /** The order of messages in the channels that it carries. */
  public ChannelOrder order() {
    return order;
  }

  /**
   * A network of it; the classes of the other ones are not even loaded.
   *
   * @throws CommandException if there is none on this machine
   */
  public Network open() throws CommandException {
    try {
      return switch (this) {
        case TCP -> new TcpNetwork();
        case UDP -> new QuicNetwork();
      };
    } catch (UnsupportedOperationException e) {
      throw new CommandException(
          ExitCode.NETWORK, "%s; use --transport tcp".formatted(e.getMessage()));
    }
  }

  /** A port or an address, for people, who expect TCP. */
  public String at(String where) {
    return switch (this) {
      case TCP -> where;
      case UDP -> where + " (UDP)";
    };
  }

  /** As it is written on a command line and in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so. */
  public static Optional<Protocol> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** The one that carries channels of this order. */
  public static Protocol of(ChannelOrder order) {
    return switch (order) {
      case FIFO -> TCP;
      case NON_FIFO -> UDP;
    };
  }
}
