package cutline.console.web;

import cutline.console.log.WatchedLog;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Puts the parts of the server together. */
public final class ConsoleWeb implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final int BACKLOG = 64;
  private static final int MOST_PORT = 65_535;

  /** So many ports are tried, if those before are taken. */
  private static final int MOST_TRIES = 100;

  private final int port;
  private final String name;
  private final Keys keys;
  private final ConsoleServer server;

  private ConsoleWeb(int port, String name, Keys keys, ConsoleServer server) {
    this.port = port;
    this.name = name;
    this.keys = keys;
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any free one; of one that is taken, the next free one
   * @param origin what the log was made of if it is simulated, or null
   * @param hosts how browsers may call it on a port, the best name first
   * @throws IOException if no port is free
   */
  public static ConsoleWeb start(
      InetAddress address,
      int port,
      IntFunction<Set<String>> hosts,
      Keys keys,
      WatchedLog log,
      @Nullable Origin origin,
      Metrics metrics)
      throws IOException {
    return start(address, port, hosts, keys, log, origin, metrics, IDLE);
  }

  static ConsoleWeb start(
      InetAddress address,
      int port,
      IntFunction<Set<String>> hosts,
      Keys keys,
      WatchedLog log,
      @Nullable Origin origin,
      Metrics metrics,
      Duration idle)
      throws IOException {
    ServerSocketChannel socket = listen(address, port);
    int bound = socket.socket().getLocalPort();
    Set<String> names = hosts.apply(bound);
    String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Logs logs = new Logs(log, origin);
    Streams streams = new Streams(run, logs);
    metrics.show(log);
    metrics.show(streams);
    ConsoleServer server =
        new ConsoleServer(
            socket,
            names,
            "cutline-" + bound,
            idle,
            keys,
            streams,
            config -> {
              new LogApi(run, logs).register(config.routes);
              new OrderApi(logs).register(config.routes);
              new SimulationApi(logs).register(config.routes);
              new HealthApi(metrics).register(config.routes);
              new PageFiles().register(config.routes);
            });
    return new ConsoleWeb(bound, names.iterator().next(), keys, server);
  }

  private static ServerSocketChannel listen(InetAddress address, int port) throws IOException {
    int last = port == 0 ? 0 : Math.min(MOST_PORT, port + MOST_TRIES - 1);
    for (int tried = port; ; tried++) {
      ServerSocketChannel socket = ServerSocketChannel.open();
      try {
        return socket.bind(new InetSocketAddress(address, tried), BACKLOG);
      } catch (BindException e) {
        socket.close();
        if (tried == last) {
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Where it is. */
  public String url() {
    return "http://" + name;
  }

  /** A link that works once. */
  public String launchLink() {
    return url() + "/launch?token=" + keys.launchToken();
  }

  /** A link for many. */
  public String guestLink() {
    return url() + "/guest?token=" + keys.guestToken();
  }

  SortedSet<String> routes() {
    return server.routes();
  }

  @Override
  public void close() {
    server.close();
  }
}
