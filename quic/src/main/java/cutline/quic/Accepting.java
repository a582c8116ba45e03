package cutline.quic;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Residents;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Lets connections in, as many as there may be. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class Accepting extends ChannelInitializer<QuicChannel> {

  private final Residents residents;
  private final Sockets sockets;
  private final Limits limits;
  private final Certificate certificate;
  private final ChannelGroup connections;
  private final Rejections rejections = new Rejections(OwnFault.LOG);
  private final LongAdder accepted = new LongAdder();
  private final AtomicInteger unproven = new AtomicInteger();
  private final Doorkeeper doorkeeper = new Doorkeeper();

  Accepting(
      Residents residents,
      EventLoopGroup group,
      Sockets sockets,
      Limits limits,
      Certificate certificate) {
    this.residents = residents;
    this.sockets = sockets;
    this.limits = limits;
    this.certificate = certificate;
    // It stays closed: one that is let in during the end is closed at once.
    connections = new DefaultChannelGroup(group.next(), true);
  }

  ChannelHandler codec() {
    return Settings.server(certificate)
        .tokenHandler(new AddressTokens())
        .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, sockets.segments())
        .handler(this)
        .streamHandler(Settings.streams())
        .build();
  }

  @Override
  protected void initChannel(QuicChannel channel) {
    accepted.increment();
    String remote =
        channel.remoteSocketAddress() instanceof InetSocketAddress address
            ? NetUtil.toSocketAddressString(address)
            : "a peer";
    if (unproven.get() >= limits.unproven()) {
      String why = limits.unproven() + " connections have not delivered a frame yet";
      rejections.count(remote, Rejection.CROWDED, why);
      channel.close();
    } else {
      doorkeeper.admit(channel);
      connections.add(channel);
      channel
          .pipeline()
          .addLast(new AcceptedLink(channel, remote, residents, unproven, limits, rejections));
    }
  }

  Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  ChannelGroup connections() {
    return connections;
  }

  Rejections rejections() {
    return rejections;
  }

  long accepted() {
    return accepted.sum();
  }
}
