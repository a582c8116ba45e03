package cutline.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Dials with QUIC, and then says whatever it likes. */
final class RawPeer implements AutoCloseable {

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, Sockets.best().handlers());
  private final AtomicInteger saidFirst = new AtomicInteger();
  private final CompletableFuture<Integer> saidBeforeFrames = new CompletableFuture<>();
  private final Channel socket;
  private final QuicChannel channel;
  private final QuicStreamChannel control;

  /** Whether somebody can connect who names this protocol in the handshake. */
  static boolean isLetIn(InetSocketAddress server, String protocol) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, Sockets.best().handlers());
    try {
      Channel socket =
          Sockets.best()
              .bootstrap(group)
              .handler(
                  new QuicClientCodecBuilder()
                      .sslContext(
                          QuicSslContextBuilder.forClient()
                              .trustManager(InsecureTrustManagerFactory.INSTANCE)
                              .applicationProtocols(protocol)
                              .build())
                      .build())
              .bind(0)
              .sync()
              .channel();
      return QuicChannel.newBootstrap(socket)
          .handler(new ChannelInboundHandlerAdapter())
          .remoteAddress(server)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1_000)
          .connect()
          .await()
          .isSuccess();
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  RawPeer(InetSocketAddress server) throws Exception {
    this(server, Settings.client());
  }

  RawPeer(InetSocketAddress server, QuicClientCodecBuilder settings) throws Exception {
    socket = Sockets.best().bootstrap(group).handler(settings.build()).bind(0).sync().channel();
    channel =
        QuicChannel.newBootstrap(socket)
            .handler(new ChannelInboundHandlerAdapter())
            .streamHandler(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public boolean isSharable() {
                    return true;
                  }

                  @Override
                  public void channelRead(ChannelHandlerContext context, Object message) {
                    saidBeforeFrames.complete(saidFirst.get());
                    ((ByteBuf) message).release();
                  }
                })
            .remoteAddress(server)
            .connect()
            .get(30, TimeUnit.SECONDS);
    control = open(QuicStreamType.BIDIRECTIONAL).get(30, TimeUnit.SECONDS);
  }

  private Future<QuicStreamChannel> open(QuicStreamType type) {
    return channel.createStream(
        type,
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext context, Object message) {
            saidFirst.addAndGet(((ByteBuf) message).readableBytes());
            ((ByteBuf) message).release();
          }
        });
  }

  /** How many bytes the other side has said when the first stream with frames comes. */
  int awaitSaidBeforeFrames() throws Exception {
    return saidBeforeFrames.get(30, TimeUnit.SECONDS);
  }

  /** In the stream that both sides write. */
  RawPeer say(Control words) throws Exception {
    control.writeAndFlush(words.bytes(control.alloc())).await();
    return this;
  }

  RawPeer say(byte... bytes) throws Exception {
    control.writeAndFlush(Unpooled.wrappedBuffer(bytes)).await();
    return this;
  }

  /** Ends its half of the stream that both sides write. */
  RawPeer sayNoMore() throws Exception {
    control.shutdownOutput().await();
    return this;
  }

  /** In a stream of its own, which then ends or goes on. Nothing if the connection has ended. */
  RawPeer send(boolean ends, byte... bytes) throws Exception {
    Future<QuicStreamChannel> stream = open(QuicStreamType.UNIDIRECTIONAL).await();
    if (!(stream.cause() instanceof ClosedChannelException)) {
      stream
          .get()
          .writeAndFlush(new DefaultQuicStreamFrame(Unpooled.wrappedBuffer(bytes), ends))
          .await();
    }
    return this;
  }

  /** Whether the other side ends the connection, sooner or later. */
  boolean isClosedInTime() throws InterruptedException {
    return channel.closeFuture().await(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
