package cutline.quic;

import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.concurrent.TimeUnit;

/** How QUIC is spoken here. */
final class Settings {

  private static final String PROTOCOL = "cutline/1";

  /** What one stream, and a whole connection, may bring unread, at first; QUIC lets it grow. */
  private static final int STREAM_BYTES = 128 * 1024;

  private static final int CONNECTION_BYTES = 1024 * 1024;

  private static final int STREAMS = 1024;

  /** Fits into an Ethernet frame, over IPv6 too; not used before it is known to arrive. */
  private static final int DATAGRAM = 1_400;

  private Settings() {}

  static QuicServerCodecBuilder server(Certificate certificate) {
    QuicSslContext tls =
        QuicSslContextBuilder.forServer(certificate, null).applicationProtocols(PROTOCOL).build();
    return common(new QuicServerCodecBuilder(), tls).initialMaxStreamsBidirectional(1);
  }

  /** Certificates are made anew at every start: any is good. */
  static QuicClientCodecBuilder client() {
    QuicSslContext tls =
        QuicSslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocols(PROTOCOL)
            .build();
    return common(new QuicClientCodecBuilder(), tls);
  }

  private static <B extends QuicCodecBuilder<B>> B common(B builder, QuicSslContext tls) {
    return builder
        .sslContext(tls)
        .maxIdleTimeout(QuicNetwork.IDLE.toMillis(), TimeUnit.MILLISECONDS)
        .maxSendUdpPayloadSize(DATAGRAM)
        .discoverPmtu(true)
        .initialMaxData(CONNECTION_BYTES)
        .initialMaxStreamDataBidirectionalLocal(STREAM_BYTES)
        .initialMaxStreamDataBidirectionalRemote(STREAM_BYTES)
        .initialMaxStreamDataUnidirectional(STREAM_BYTES)
        .initialMaxStreamsUnidirectional(STREAMS)
        .activeMigration(false);
  }

  /** Streams that the peer opens; the link is the handler of their connection. */
  static ChannelInitializer<QuicStreamChannel> streams() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(QuicStreamChannel stream) {
        Link link = stream.parent().pipeline().get(Link.class);
        if (stream.type() == QuicStreamType.BIDIRECTIONAL) {
          link.control(stream);
          stream.pipeline().addLast(new ControlStream(link));
        } else {
          link.arrives(stream);
          stream.config().setReadFrames(true);
          stream.pipeline().addLast(new FrameStream(link));
        }
      }
    };
  }
}
