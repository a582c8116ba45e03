package cutline.tcp;

import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A connection that was dialed: this side opens streams, and closes it when none is left. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class DialTrunk extends Trunk {

  /** How long the peer may take to read the last bytes. */
  private static final int LINGER_SECONDS = 5;

  /** A stream that the other side has not let in yet. */
  private record Opening(Transport.Dialer dialer, Future<?> deadline) {}

  private final Route route;
  private final IntObjectMap<Opening> openings = new IntObjectHashMap<>();
  private boolean over;

  DialTrunk(Channel channel, Route route, Limits limits, Rejections rejections) {
    super(channel, route.peer(), limits, rejections);
    this.route = route;
  }

  /** Opens a stream to a process; by any thread. */
  void dial(Route.Wish wish) {
    try {
      channel.eventLoop().execute(() -> begin(wish));
    } catch (RejectedExecutionException e) {
      wish.dialer().failed(Dialing.ENDED);
    }
  }

  private void begin(Route.Wish wish) {
    if (over) {
      wish.dialer().failed(remote() + " has closed the connection");
      return;
    }
    int number = ++lastStream;
    openings.put(number, new Opening(wish.dialer(), atSilence(() -> tooSilent(number))));
    say(new Control.Open(number, wish.target()));
  }

  private void tooSilent(int number) {
    String why = "it does not answer within " + limits.silence().toMillis() + " ms";
    rejections.count(remote(), Rejection.SILENCE, why);
    say(new Control.End(number, ""));
    fail(number, why);
  }

  private void fail(int number, String why) {
    Opening opening = openings.remove(number);
    if (opening != null) {
      opening.deadline().cancel(false);
      try {
        opening.dialer().failed(remote() + ": " + why);
      } catch (RuntimeException | Error e) {
        OwnFault.log(channel, e);
      }
      leave();
    }
  }

  @Override
  void open(int number, String target) {
    throw new StreamException("it opens stream " + number + ", and was dialed");
  }

  @Override
  void opened(int number) {
    Opening opening = openings.remove(number);
    if (opening == null) {
      // It was waited for in vain, and ended.
      return;
    }
    opening.deadline().cancel(false);
    TcpStream stream = add(number);
    try {
      stream.open(opening.dialer().connected(stream));
    } catch (RuntimeException | Error e) {
      OwnFault.log(channel, e);
      stream.close();
    }
  }

  @Override
  void ended(int number, String reason) {
    fail(number, reason.isEmpty() ? "it closed the connection" : Untrusted.line(reason));
    super.ended(number, reason);
  }

  @Override
  void proven(TcpStream stream) {}

  @Override
  void left(TcpStream stream) {
    leave();
  }

  private void leave() {
    if (route.leave() && channel.isActive()) {
      finish();
    }
  }

  /**
   * Ends the sending side once everything has left, then waits for the peer to end its side: with
   * bytes still unread a socket that is closed at once takes back what it had sent.
   */
  private void finish() {
    deafen();
    over = true;
    Future<?> deadline =
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    channel.closeFuture().addListener(_ -> deadline.cancel(false));
    drain();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    over = true;
    route.over();
    for (int number : List.copyOf(openings.keySet())) {
      fail(number, "it closed the connection");
    }
    super.channelInactive(context);
  }
}
