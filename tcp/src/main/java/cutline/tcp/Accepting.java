package cutline.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Lets connections in, as many as there may be. */
final class Accepting extends ChannelInitializer<Channel> {

  private final Residents residents;
  private final Sockets sockets;
  private final TcpLimits limits;
  private final ChannelGroup connections;
  private final Rejections rejections = new Rejections();
  private final LongAdder accepted = new LongAdder();
  private final AtomicInteger unproven = new AtomicInteger();

  Accepting(Residents residents, EventLoopGroup group, Sockets sockets, TcpLimits limits) {
    this.residents = residents;
    this.sockets = sockets;
    this.limits = limits;
    // It stays closed: one that is let in during the end is closed at once.
    connections = new DefaultChannelGroup(group.next(), true);
  }

  @Override
  protected void initChannel(Channel channel) {
    accepted.increment();
    sockets.configure(channel);
    // With several threads one or two too many may slip through, which does no harm.
    if (connections.size() >= limits.connections()) {
      rejections.reject(channel, Rejection.FULL, limits.connections() + " connections are open");
    } else if (unproven.get() >= limits.unproven()) {
      String why = limits.unproven() + " connections have not delivered a frame yet";
      rejections.reject(channel, Rejection.CROWDED, why);
    } else {
      connections.add(channel);
      channel
          .pipeline()
          .addLast(new AcceptHandshake(residents, limits, rejections))
          .addLast(new Probation(limits.silence(), unproven, rejections));
    }
  }

  /** How many streams are open. */
  int streams() {
    return residents.streams();
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
