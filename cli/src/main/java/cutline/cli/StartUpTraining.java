package cutline.cli;

import java.util.List;

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
          "io.netty.bootstrap.Bootstrap",
          "io.netty.bootstrap.ServerBootstrap",
          "io.netty.buffer.PooledByteBufAllocator",
          "io.netty.channel.MultiThreadIoEventLoopGroup",
          "io.netty.channel.epoll.Epoll",
          "io.netty.channel.epoll.EpollIoHandler",
          "io.netty.channel.epoll.EpollServerSocketChannel",
          "io.netty.channel.epoll.EpollSocketChannel",
          "io.netty.handler.codec.ByteToMessageDecoder",
          "org.jline.reader.impl.LineReaderImpl",
          "org.jline.terminal.TerminalBuilder",
          "cutline.bank.BankProcess",
          "cutline.bank.config.ClientsFile",
          "cutline.bank.wire.Request",
          "cutline.bank.wire.Reply",
          "cutline.runtime.wire.Frame",
          "cutline.rocksdb.RocksDbStore",
          "cutline.runtime.Node",
          "cutline.tcp.TcpNetwork",
          "tools.jackson.core.json.JsonFactory");

  private StartUpTraining() {}

  public static void main(String[] args) {
    for (String name : CLASSES) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException | LinkageError e) {
        System.err.println("not trained: " + e);
      }
    }
    Main.main(new String[] {"--help"});
  }
}
