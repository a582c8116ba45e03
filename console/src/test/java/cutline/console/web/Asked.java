package cutline.console.web;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonReader;
import cutline.bank.config.JsonValue;
import cutline.console.log.WatchedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server for a test, and a browser's part. */
final class Asked implements AutoCloseable {

  static {
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  private final HttpClient client = HttpClient.newHttpClient();
  final Keys keys;
  final ConsoleWeb web;
  String cookie = "";

  Asked(WatchedLog log) {
    this(log, new Metrics(), new Keys(), 0);
  }

  Asked(WatchedLog log, Metrics metrics, Keys keys, int port) {
    this.keys = keys;
    try {
      web =
          ConsoleWeb.start(
              InetAddress.getLoopbackAddress(),
              port,
              bound -> new LinkedHashSet<>(List.of("127.0.0.1:" + bound, "localhost:" + bound)),
              keys,
              log,
              null,
              metrics,
              Duration.ofSeconds(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One whose browser has opened the link. */
  static Asked launched(WatchedLog log) {
    Asked asked = new Asked(log);
    asked.open(asked.web.launchLink());
    return asked;
  }

  HttpResponse<String> open(String link) {
    HttpResponse<String> opened = send(HttpRequest.newBuilder(URI.create(link)));
    opened
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
    return opened;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers));
  }

  /** The value that a JSON answer is. */
  JsonValue json(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return read(answer.body());
  }

  static JsonValue read(String text) {
    try {
      return JsonReader.read("answer", text);
    } catch (ConfigurationException e) {
      throw new AssertionError(text, e);
    }
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("X-Cutline", "1"));
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path))
            .timeout(Duration.ofSeconds(20));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What comes back to bytes as they are; the first line. */
  String raw(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer =
          new String(socket.getInputStream().readNBytes(300), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    web.close();
    client.close();
  }
}
