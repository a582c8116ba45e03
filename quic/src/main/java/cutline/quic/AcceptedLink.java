package cutline.quic;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Resident;
import cutline.runtime.admission.Residents;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The end that was dialed: it lets in who wants to speak to a process that waits here. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class AcceptedLink extends Link {

  private final Residents residents;

  /** How many connections of the server have not delivered a frame yet. */
  private final AtomicInteger unproven;

  private @Nullable Resident resident;
  private @Nullable Future<?> probation;
  private boolean refused;

  AcceptedLink(
      QuicChannel channel,
      String remote,
      Residents residents,
      AtomicInteger unproven,
      Limits limits,
      Rejections rejections) {
    super(channel, remote, limits, rejections);
    this.residents = residents;
    this.unproven = unproven;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    unproven.incrementAndGet();
    // Not when it becomes inactive: one whose handshake fails was never active.
    channel.closeFuture().addListener(_ -> unheard());
    probation =
        channel
            .eventLoop()
            .schedule(this::tooSilent, limits.silence().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tooSilent() {
    forgetProbation();
    if (isClosing()) {
      return; // What was sent before may be leaving still, and nothing more is expected.
    }
    if (!refused) {
      String why = "no frame within " + limits.silence().toMillis() + " ms";
      rejections.count(remote(), Rejection.SILENCE, why);
    }
    channel.close();
  }

  /** It is closed, and may not have said anything; QUIC has less patience than we have. */
  private void unheard() {
    if (probation != null && channel.isTimedOut()) {
      tooSilent();
    }
    forgetProbation();
  }

  private void forgetProbation() {
    if (probation != null) {
      probation.cancel(false);
      probation = null;
      unproven.decrementAndGet();
    }
  }

  @Override
  void proven() {
    forgetProbation();
  }

  @Override
  void obey(Control words) {
    if (resident != null) {
      super.obey(words);
    } else if (words instanceof Control.Open(String target) && !refused) {
      open(target);
    } else if (!refused) {
      throw new CorruptedFrameException("it does not say first whom it wants");
    }
  }

  private void open(String target) {
    Resident found = residents.find(target);
    if (found == null) {
      refuse(residents.missing(target));
    } else if (found.connections.get() >= limits.connections()) {
      String why = limits.connections() + " connections are open";
      rejections.count(remote(), Rejection.FULL, why);
      refuse(why);
    } else {
      resident = found;
      found.connections.incrementAndGet();
      say(new Control.Opened());
      try {
        receive(found.acceptor.accepted(this));
      } catch (RuntimeException | Error e) {
        OwnFault.log(remote(), e);
        close();
      }
    }
  }

  /** The other side closes the connection when it has heard why, or is too silent. */
  private void refuse(String why) {
    refused = true;
    say(new Control.End(0, why));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (resident != null) {
      resident.connections.decrementAndGet();
    }
    super.channelInactive(context);
  }
}
