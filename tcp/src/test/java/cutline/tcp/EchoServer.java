package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server that sends back what it gets, and one good connection to it. Each dial is made as from a
 * JVM of its own.
 */
final class EchoServer implements AutoCloseable {

  private final CapturedLog log = new CapturedLog();
  private final TcpNetwork network;
  private final Limits limits;
  private final TcpServer server;
  private final List<TcpNetwork> others = new CopyOnWriteArrayList<>();
  private final List<End> accepted = new CopyOnWriteArrayList<>();
  private final End good;

  EchoServer(Limits limits) throws IOException {
    this(limits, Echo::new);
  }

  EchoServer(Limits limits, Function<Connection, ? extends End> ends) throws IOException {
    this.limits = limits;
    network = new TcpNetwork(1, limits);
    Transport.Acceptor acceptor =
        connection -> {
          End end = ends.apply(connection);
          accepted.add(end);
          return end;
        };
    server = network.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), acceptor);
    good = dial();
    assertGoodGoesOn();
  }

  /** Sends back what it gets. */
  static class Echo extends End {

    Echo(Connection connection) {
      super(connection);
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      super.received(frame);
      connection().send(List.of(frame));
    }
  }

  InetSocketAddress address() {
    return server.address();
  }

  TcpServer server() {
    return server;
  }

  /** A network that has no connection to it yet. */
  TcpNetwork other() {
    TcpNetwork other = new TcpNetwork(1, limits);
    others.add(other);
    return other;
  }

  CapturedLog log() {
    return log;
  }

  End dial() {
    Dial dial = new Dial();
    other().dial(server.address(), dial);
    return dial.end();
  }

  /** The accepted ends, the good one first. */
  List<End> accepted() {
    return accepted;
  }

  /** The accepted end of the only connection beside the good one. */
  End otherEnd() {
    await().atMost(End.PATIENCE).until(() -> accepted.size() > 1);
    return accepted.get(1);
  }

  void assertGoodGoesOn() {
    good.send("still here");
    assertThat(good.takeText()).isEqualTo("still here");
  }

  /** One was rejected, for this reason, and the log says why. */
  void assertRejected(Rejection reason, String why) {
    await().atMost(End.PATIENCE).until(() -> server.rejected(reason) > 0);
    for (Rejection each : Rejection.values()) {
      assertThat(server.rejected(each)).as(each.name()).isEqualTo(each == reason ? 1 : 0);
    }
    assertThat(log.warnings()).hasSize(1).first().asString().contains(why).contains("127.0.0.1:");
    assertThat(log.bugs()).isEmpty();
  }

  @Override
  public void close() {
    others.forEach(TcpNetwork::close);
    network.close();
    log.close();
    for (End end : accepted) {
      assertThat(end.broken()).isEmpty();
    }
    assertThat(good.broken()).isEmpty();
  }
}
