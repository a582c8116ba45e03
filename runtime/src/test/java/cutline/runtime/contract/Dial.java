package cutline.runtime.contract;

import cutline.runtime.Connection;
import cutline.runtime.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A dialer that waits for its answer, and counts the answers. */
public final class Dial implements Transport.Dialer {

  private final Function<Connection, End> ends;
  private final CompletableFuture<Object> answer = new CompletableFuture<>();
  private final AtomicInteger answers = new AtomicInteger();

  public Dial() {
    this(End::new);
  }

  public Dial(Function<Connection, End> ends) {
    this.ends = ends;
  }

  @Override
  public Transport.Receiver connected(Connection connection) {
    End end = ends.apply(connection);
    answers.incrementAndGet();
    answer.complete(end);
    return end;
  }

  @Override
  public void failed(String reason) {
    answers.incrementAndGet();
    answer.complete(reason);
  }

  public End end() {
    if (answered() instanceof End end) {
      return end;
    }
    throw new AssertionError("not connected: " + answered());
  }

  public String failure() {
    if (answered() instanceof String reason) {
      return reason;
    }
    throw new AssertionError("connected");
  }

  public int answers() {
    return answers.get();
  }

  private Object answered() {
    return answer.orTimeout(End.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
