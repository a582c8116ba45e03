package cutline.tcp;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import cutline.runtime.admission.Resident;
import cutline.runtime.admission.Residents;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was accepted: the other side opens streams to the processes that wait here. It
 * closes the connection, too, when no stream is left; one that does not is closed in the end.
 */
final class AcceptTrunk extends Trunk {

  private final Residents residents;
  private final IntObjectMap<Resident> admitted = new IntObjectHashMap<>();
  private boolean proven;
  private @Nullable Future<?> idle;

  AcceptTrunk(Channel channel, Residents residents, Limits limits, Rejections rejections) {
    super(channel, Remote.of(channel), limits, rejections);
    this.residents = residents;
  }

  @Override
  void open(int number, String target) {
    if (number != lastStream + 1) {
      throw new StreamException("stream " + number + " follows stream " + lastStream);
    }
    lastStream = number;
    Resident resident = residents.find(target);
    if (resident == null) {
      say(new Control.End(number, residents.missing(target)));
    } else if (resident.connections.get() >= limits.connections()) {
      refuse(number, Rejection.FULL, limits.connections() + " connections are open");
    } else if (resident.unproven.get() >= limits.unproven()) {
      String why = limits.unproven() + " connections have not delivered a frame yet";
      refuse(number, Rejection.CROWDED, why);
    } else {
      admit(number, resident);
    }
  }

  private void refuse(int number, Rejection reason, String why) {
    rejections.count(remote(), reason, why);
    say(new Control.End(number, why));
  }

  private void admit(int number, Resident resident) {
    forgetIdleness();
    TcpStream stream = add(number);
    admitted.put(number, resident);
    resident.connections.incrementAndGet();
    resident.unproven.incrementAndGet();
    stream.await(atSilence(() -> tooSilent(stream)));
    say(new Control.Opened(number));
    try {
      stream.open(resident.acceptor.accepted(stream));
    } catch (RuntimeException | Error e) {
      OwnFault.log(channel, e);
      stream.close();
    }
  }

  private void tooSilent(TcpStream stream) {
    // Not if the whole connection has just been closed for it.
    if (channel.isActive()) {
      rejections.count(remote(), Rejection.SILENCE, silence("no frame"));
      stream.close();
    }
  }

  private void tooIdle() {
    rejections.count(remote(), Rejection.SILENCE, silence("no stream"));
    abort();
  }

  private String silence(String what) {
    return what + " within " + limits.silence().toMillis() + " ms";
  }

  @Override
  void proven(TcpStream stream) {
    Resident resident = admitted.get(stream.number);
    if (resident != null) {
      resident.unproven.decrementAndGet();
    }
    if (!proven) {
      proven = true;
      channel.pipeline().remove(Probation.class);
    }
  }

  @Override
  void opened(int number) {
    throw new StreamException("it lets in stream " + number + ", which is its own");
  }

  @Override
  void left(TcpStream stream) {
    Resident resident = admitted.remove(stream.number);
    if (resident != null) {
      resident.connections.decrementAndGet();
      if (!stream.isProven()) {
        resident.unproven.decrementAndGet();
      }
    }
    if (proven && !hasStreams() && channel.isActive()) {
      idle = atSilence(this::tooIdle);
    }
  }

  private void forgetIdleness() {
    if (idle != null) {
      idle.cancel(false);
      idle = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forgetIdleness();
    super.channelInactive(context);
  }
}
