package cutline.console.web;

import cutline.bank.config.ConfigurationException;
import cutline.console.json.Json;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;

/** The HTTP server with its limits. */
public final class ConsoleServer implements AutoCloseable {

  static final int MOST_CONNECTIONS = 256;
  static final int MOST_HEADER = 8 * 1024;
  static final int MOST_BODY = 64 * 1024;

  private static final Logger LOG = Logger.getLogger(ConsoleServer.class.getName());

  private final Javalin server;
  private final Streams streams;

  /**
   * Answers on a socket from now on.
   *
   * @param socket listens already
   * @param hosts how browsers may call it, each with its port
   * @param cookie the name of its cookie
   * @param idle how long a connection on which nothing moves is kept
   */
  ConsoleServer(
      ServerSocketChannel socket,
      Set<String> hosts,
      String cookie,
      Duration idle,
      Keys keys,
      Streams streams,
      Consumer<JavalinConfig> routes) {
    this.streams = streams;
    server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = true;
          config.http.prefer405over404 = true;
          config.http.maxRequestSize = MOST_BODY;
          config.jetty.modifyHttpConfiguration(ConsoleServer::limit);
          config.jetty.addConnector((jetty, http) -> connector(jetty, http, socket, idle));
          config.jetty.modifyServer(jetty -> {
            jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, jetty));
            Gate gate = new Gate(hosts, cookie, keys);
            gate.setHandler(streams);
            streams.setHandler(new SizeLimitHandler(MOST_BODY, -1));
            jetty.setHandler(gate);
            jetty.setErrorHandler(new Errors());
          });
          config.routes.exception(Refusal.class, (e, request) -> refuse(request, e));
          config.routes.exception(
              ConfigurationException.class,
              (e, request) -> refuse(request, Refusal.malformed(String.valueOf(e.getMessage()))));
          config.routes.exception(
              HttpResponseException.class,
              (e, request) ->
                  refuse(request, new Refusal(e.getStatus(), Errors.words(e.getStatus()))));
          config.routes.exception(
              HttpException.RuntimeException.class,
              (e, request) -> refuse(request, new Refusal(e.getCode(), Errors.words(e.getCode()))));
          config.routes.exception(
              Exception.class,
              (e, request) -> {
                LOG.log(Level.SEVERE, "the console could not answer " + request.path(), e);
                refuse(request, new Refusal(500, "This is a bug in Cutline, please report it."));
              });
          routes.accept(config);
        });
    server.start();
  }

  private static void limit(HttpConfiguration http) {
    http.setRequestHeaderSize(MOST_HEADER);
    http.setSendServerVersion(false);
    // What is no plain path, the gate turns away.
    http.setUriCompliance(UriCompliance.UNSAFE);
  }

  private static Connector connector(
      Server jetty, HttpConfiguration http, ServerSocketChannel socket, Duration idle) {
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setIdleTimeout(idle.toMillis());
    connector.setHost(socket.socket().getInetAddress().getHostAddress());
    try {
      connector.open(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connector;
  }

  /** What can be asked for beside the page's own files: the methods and paths. */
  SortedSet<String> routes() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint.method + " " + handler.endpoint.path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void refuse(Context request, Refusal refusal) {
    request.status(refusal.status());
    LogApi.answer(
        request, Json.object(json -> json.writeStringProperty("error", refusal.sentence())));
  }

  @Override
  public void close() {
    streams.close();
    server.stop();
  }
}
