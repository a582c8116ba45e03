package cutline.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One end of a connection: keeps what arrives, and notices when a promise is broken. */
public class End implements Transport.Receiver {

  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Connection connection;
  private final LinkedBlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final AtomicInteger received = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicBoolean inside = new AtomicBoolean();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private volatile boolean batchOpen;

  public End(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void received(byte[] frame) throws MalformedException {
    enter("received");
    batchOpen = true;
    received.incrementAndGet();
    frames.add(frame);
    inside.set(false);
  }

  @Override
  public void batchEnd() {
    enter("batchEnd");
    batchOpen = false;
    inside.set(false);
  }

  @Override
  public void closed() {
    enter("closed");
    if (batchOpen) {
      broken.add("closed without the end of a batch");
    }
    if (closed.incrementAndGet() > 1) {
      broken.add("closed twice");
    }
    inside.set(false);
  }

  private void enter(String call) {
    if (!inside.compareAndSet(false, true)) {
      broken.add(call + " while another call is under way");
    }
    if (closed.get() > 0) {
      broken.add(call + " after closed");
    }
  }

  public Connection connection() {
    return connection;
  }

  public void send(String... texts) {
    connection.send(List.of(texts).stream().map(End::bytes).toList());
  }

  /** The next frame, which comes sooner or later. */
  public byte[] take() {
    try {
      byte[] frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(frame).as("a frame").isNotNull();
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public String takeText() {
    return new String(take(), StandardCharsets.UTF_8);
  }

  public int received() {
    return received.get();
  }

  public boolean isBatchOpen() {
    return batchOpen;
  }

  public int closedCalls() {
    return closed.get();
  }

  public void awaitClosed() {
    await().atMost(PATIENCE).until(() -> closed.get() > 0);
  }

  /** What the transport did that it must not do. */
  public List<String> broken() {
    return broken;
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
