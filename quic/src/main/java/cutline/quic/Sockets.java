package cutline.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;

/** The operating system's sockets for datagrams, natively or through the JDK. */
enum Sockets {
  /** Linux: several datagrams take one call, either way. */
  EPOLL(EpollDatagramChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    SegmentedDatagramPacketAllocator segments() {
      return EpollQuicUtils.newSegmentedAllocator(AT_ONCE);
    }

    @Override
    Bootstrap bootstrap(EventLoopGroup group) {
      return super.bootstrap(group)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(AT_ONCE * LARGEST));
    }
  },

  /** Anything else. */
  NIO(NioDatagramChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    SegmentedDatagramPacketAllocator segments() {
      return SegmentedDatagramPacketAllocator.NONE;
    }
  };

  private static final int AT_ONCE = 16;

  /** Room for any datagram that we send. */
  private static final int LARGEST = 2048;

  /** What the kernel may keep, so that a burst is no loss; it may allow less. */
  private static final int BUFFER = 4 * 1024 * 1024;

  private final Class<? extends DatagramChannel> datagrams;

  Sockets(Class<? extends DatagramChannel> datagrams) {
    this.datagrams = datagrams;
  }

  static Sockets best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory handlers();

  abstract SegmentedDatagramPacketAllocator segments();

  Bootstrap bootstrap(EventLoopGroup group) {
    return new Bootstrap()
        .group(group)
        .channel(datagrams)
        .option(ChannelOption.SO_RCVBUF, BUFFER)
        .option(ChannelOption.SO_SNDBUF, BUFFER);
  }
}
