package cutline.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.bank.BankAddress;
import cutline.bank.config.Member;
import cutline.cli.attach.Attachment;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.snapshots.Archivist;
import cutline.cli.testing.SocketBank;
import cutline.core.ChannelOrder;
import cutline.runtime.Ticker;
import cutline.tcp.TcpNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys set going is bounded, however often they are pressed. */
class WatchErrandsTest {

  private static final BankAddress NOBODY =
      new BankAddress("f00d", 1, List.of(new Member("A", "127.0.0.1", 1)), ChannelOrder.FIFO);

  @TempDir private Path directory;
  private final WatchModel model = new WatchModel(NOBODY);
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();

  private String message() {
    return model.view(0).message();
  }

  @Test
  void eightSnapshotsMayBeOnTheirWay() {
    try (TcpNetwork network = new TcpNetwork();
        WatchErrands errands =
            new WatchErrands(
                new Attachment(network, NOBODY, null, SocketBank.PATIENCE),
                model,
                Archivist.NONE,
                Ticker.system(),
                bugs::add)) {
      model.select(1);
      for (int number = 1; number <= 8; number++) {
        errands.snapshot();
      }
      assertThat(message()).isEmpty();
      errands.snapshot();
      assertThat(message())
          .isEqualTo("8 snapshots are on their way, which is as many as there may be");
      assertThat(model.view(0).snapshots()).hasSize(8).allMatch(taken -> taken.result() == null);
    }
    assertThat(bugs).isEmpty();
  }

  @Test
  void oneOrderMayBeOnItsWay() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Path socket = directory.resolve("s.sock");
    try (SupervisorSocket _ =
            new SupervisorSocket(
                socket,
                order -> {
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return "done: " + order;
                });
        TcpNetwork network = new TcpNetwork();
        WatchErrands errands =
            new WatchErrands(
                new Attachment(network, NOBODY, socket, SocketBank.PATIENCE),
                model,
                Archivist.NONE,
                Ticker.system(),
                bugs::add)) {
      model.select(1);
      errands.give("kill");
      errands.give("kill");
      assertThat(message()).isEqualTo("still busy with what you wanted before");
      done.countDown();
      await().atMost(SocketBank.PATIENCE).until(() -> message().equals("done: kill A"));
    }
    assertThat(bugs).isEmpty();
  }
}
