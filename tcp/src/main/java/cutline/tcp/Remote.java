package cutline.tcp;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/** Says who is at the other end of a connection. */
final class Remote {

  private Remote() {}

  static String of(Channel channel) {
    // There is none if the peer was gone before it was accepted.
    return channel.remoteAddress() instanceof InetSocketAddress address ? text(address) : "a peer";
  }

  static String text(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }
}
