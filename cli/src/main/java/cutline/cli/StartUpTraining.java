package cutline.cli;

import cutline.cli.command.CommandException;
import cutline.cli.command.Protocol;
import cutline.runtime.Connection;
import cutline.runtime.Network;
import cutline.runtime.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a JVM does while its AOT cache is recorded: it touches the classes that every start of a
 * branch, a controller, a client or a command needs, so that later starts find them loaded and
 * linked. Only the build runs it.
 */
final class StartUpTraining {
  private static final List<String> CLASSES =
      List.of(
          "com.google.protobuf.CodedInputStream",
          "com.google.protobuf.CodedOutputStream",
          "com.google.protobuf.GeneratedMessage",
          "com.google.protobuf.UnsafeUtil",
          "org.jline.reader.impl.LineReaderImpl",
          "org.jline.terminal.TerminalBuilder",
          "cutline.bank.BankProcess",
          "cutline.bank.config.ClientsFile",
          "cutline.bank.wire.Request",
          "cutline.bank.wire.Reply",
          "cutline.runtime.wire.Frame",
          "cutline.rocksdb.RocksDbStore",
          "cutline.runtime.Node",
          "tools.jackson.core.json.JsonFactory");

  /** The first frame of a connection may go another way than the others. */
  private static final List<byte[]> FRAMES = List.of(new byte[] {1}, new byte[] {2});

  private static final long PATIENCE_SECONDS = 10;

  private StartUpTraining() {}

  public static void main(String[] args) throws InterruptedException {
    for (String name : CLASSES) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException | LinkageError e) {
        System.err.println("not trained: " + e);
      }
    }
    for (Protocol protocol : Protocol.values()) {
      try {
        connect(protocol);
      } catch (CommandException | IOException e) {
        System.err.println("not trained: " + e);
      }
    }
    Main.main(new String[] {"--help"});
  }

  /** Makes a connection within this JVM. */
  private static void connect(Protocol protocol)
      throws CommandException, IOException, InterruptedException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    CountDownLatch told = new CountDownLatch(FRAMES.size());
    try (Network network = protocol.open();
        Network.Server server = network.listen(any, _ -> new Told(told))) {
      network.dial(server.address(), new Told(told));
      if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("not trained: no connection over " + protocol);
      }
    }
  }

  /** Either end; the frames that the dialer sends end it. */
  private record Told(CountDownLatch told) implements Transport.Dialer, Transport.Receiver {

    @Override
    public Transport.Receiver connected(Connection connection) {
      connection.send(FRAMES);
      return this;
    }

    @Override
    public void failed(String reason) {
      System.err.println("not trained: " + reason);
      FRAMES.forEach(_ -> told.countDown());
    }

    @Override
    public void received(byte[] frame) {
      told.countDown();
    }

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {}
  }
}
