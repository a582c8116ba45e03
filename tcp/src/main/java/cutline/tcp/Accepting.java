package cutline.tcp;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Residents;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Lets connections in, as many as there may be. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class Accepting extends ChannelInitializer<Channel> {

  private final Residents residents;
  private final Sockets sockets;
  private final Limits limits;
  private final ChannelGroup connections;
  private final Rejections rejections = new Rejections(OwnFault.LOG);
  private final LongAdder accepted = new LongAdder();
  private final AtomicInteger unproven = new AtomicInteger();

  Accepting(Residents residents, EventLoopGroup group, Sockets sockets, Limits limits) {
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
      rejections.count(
          Remote.of(channel), Rejection.FULL, limits.connections() + " connections are open");
      channel.close();
    } else if (unproven.get() >= limits.unproven()) {
      String why = limits.unproven() + " connections have not delivered a frame yet";
      rejections.count(Remote.of(channel), Rejection.CROWDED, why);
      channel.close();
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
    return residents.connections();
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
