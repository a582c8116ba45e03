package cutline.tcp;

import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits for an accepted connection's first frame, and not for long; removed when it has come. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel on which something fails is closed.
final class Probation extends ChannelInboundHandlerAdapter {

  private final Duration silence;
  private final AtomicInteger unproven;
  private final Rejections rejections;
  private @Nullable Future<?> deadline;

  Probation(Duration silence, AtomicInteger unproven, Rejections rejections) {
    this.silence = silence;
    this.unproven = unproven;
    this.rejections = rejections;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    unproven.incrementAndGet();
    String why = "no frame within " + silence.toMillis() + " ms";
    deadline =
        context
            .executor()
            .schedule(
                () -> {
                  rejections.count(Remote.of(context.channel()), Rejection.SILENCE, why);
                  context.close();
                },
                silence.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    unproven.decrementAndGet();
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
