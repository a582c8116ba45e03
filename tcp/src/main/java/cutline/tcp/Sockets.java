package cutline.tcp;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.HashMap;
import java.util.Map;

/** The operating system's sockets, natively or through the JDK. */
enum Sockets {
  /** Linux. */
  EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }

    // A peer whose host is gone is noticed within 11 s when idle, 10 s when sent to.
    @Override
    void addOptions(Map<ChannelOption<?>, Object> options) {
      options.put(EpollChannelOption.TCP_KEEPIDLE, 5);
      options.put(EpollChannelOption.TCP_KEEPINTVL, 2);
      options.put(EpollChannelOption.TCP_KEEPCNT, 3);
      options.put(EpollChannelOption.TCP_USER_TIMEOUT, 10_000);
    }
  },

  /** Anything else; a silent host is noticed when the system's own defaults say so. */
  NIO(NioServerSocketChannel.class, NioSocketChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    void addOptions(Map<ChannelOption<?>, Object> options) {}
  };

  private static final int LARGEST_READ = 64 * 1024;
  private static final int READS_AT_A_TIME = 4;

  private final Class<? extends ServerChannel> server;
  private final Class<? extends Channel> client;

  Sockets(Class<? extends ServerChannel> server, Class<? extends Channel> client) {
    this.server = server;
    this.client = client;
  }

  static Sockets best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory handlers();

  abstract void addOptions(Map<ChannelOption<?>, Object> options);

  Class<? extends ServerChannel> server() {
    return server;
  }

  Class<? extends Channel> client() {
    return client;
  }

  void configure(Channel channel) {
    Map<ChannelOption<?>, Object> options = new HashMap<>();
    options.put(ChannelOption.TCP_NODELAY, true);
    options.put(ChannelOption.SO_KEEPALIVE, true);
    options.put(
        ChannelOption.RECVBUF_ALLOCATOR,
        new AdaptiveRecvByteBufAllocator(512, 2048, LARGEST_READ)
            .maxMessagesPerRead(READS_AT_A_TIME));
    addOptions(options);
    channel.config().setOptions(options);
  }
}
