package cutline.quic;

import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end that dialed: it opens the stream that both sides write, and tells the dialer the answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class DialedLink extends Link {

  private final String target;
  private Transport.@Nullable Dialer dialer;
  private @Nullable Future<?> deadline;
  private @Nullable Future<?> pulse;

  DialedLink(
      QuicChannel channel,
      String remote,
      String target,
      Transport.Dialer dialer,
      Limits limits,
      Rejections rejections) {
    super(channel, remote, limits, rejections);
    this.target = target;
    this.dialer = dialer;
  }

  /** The QUIC connection is there. */
  void begin() {
    Future<QuicStreamChannel> stream =
        channel.createStream(QuicStreamType.BIDIRECTIONAL, new ControlStream(this));
    if (!stream.isSuccess()) {
      fail("it lets nobody speak");
      channel.close();
      return;
    }
    control(stream.getNow());
    String why = "it does not answer within " + limits.silence().toMillis() + " ms";
    deadline =
        channel
            .eventLoop()
            .schedule(() -> tooSilent(why), limits.silence().toNanos(), TimeUnit.NANOSECONDS);
    say(new Control.Open(target));
    pulse = alive();
  }

  private void tooSilent(String why) {
    rejections.count(remote(), Rejection.SILENCE, why);
    fail(why);
    channel.close();
  }

  @Override
  void obey(Control words) {
    Transport.Dialer waiting = dialer;
    if (waiting == null) {
      super.obey(words);
      return;
    }
    switch (words) {
      case Control.Opened() -> {
        dialer = null;
        forget(deadline);
        try {
          receive(waiting.connected(this));
        } catch (RuntimeException | Error e) {
          OwnFault.log(remote(), e);
          close();
        }
      }
      case Control.End(long _, String reason) -> {
        fail(Untrusted.line(reason));
        channel.close();
      }
      default -> throw new CorruptedFrameException("it speaks before it has let anybody in");
    }
  }

  /** Whoever is silent is taken for dead; so this side is not, and hears an acknowledgement. */
  private Future<?> alive() {
    long millis = QuicNetwork.IDLE.toMillis() / 6;
    return channel
        .eventLoop()
        .scheduleWithFixedDelay(
            () -> {
              if (isHeard()) {
                say(new Control.Alive());
              }
            },
            millis,
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** There will be no connection; only the first reason counts. */
  void fail(String why) {
    Transport.Dialer told = dialer;
    if (told != null) {
      dialer = null;
      forget(deadline);
      try {
        told.failed(remote() + ": " + why);
      } catch (RuntimeException | Error e) {
        OwnFault.log(remote(), e);
      }
    }
  }

  @Override
  void proven() {}

  private static void forget(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forget(pulse);
    fail(channel.isTimedOut() ? "it is not heard of any more" : "it closed the connection");
    super.channelInactive(context);
  }
}
