package cutline.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.console.log.Orders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what is turned away at once. */
class GateTest {

  private final Asked asked = new Asked(Histories.live(Orders.NONE, new Metrics(), "A", "B"));

  @AfterEach
  void close() {
    asked.close();
  }

  private String raw(String start, String... headers) {
    return asked.raw(request("", start, headers));
  }

  private String request(String body, String start, String... headers) {
    String host = "Host: 127.0.0.1:" + asked.web.port();
    return start
        + "\r\n"
        + String.join("\r\n", headers).replace("HOST", host)
        + "\r\nConnection: close\r\nCookie: "
        + asked.cookie
        + "\r\n\r\n"
        + body;
  }

  private void launch() {
    asked.open(asked.web.launchLink());
  }

  @Test
  void withoutKeyNobodySeesAnything() {
    assertThat(asked.get("/").statusCode()).isEqualTo(401);
    assertThat(asked.get("/api/state").statusCode()).isEqualTo(401);
    assertThat(asked.get("/metrics").statusCode()).isEqualTo(401);
    assertThat(asked.get("/nothing").statusCode()).isEqualTo(401);
    assertThat(
            asked
                .get("/api/state", "Cookie", "cutline-%d=x".formatted(asked.web.port()))
                .statusCode())
        .isEqualTo(401);
    assertThat(asked.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(asked.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void theLinkWorksOnce() {
    String link = asked.web.launchLink();
    HttpResponse<String> opened = asked.open(link);
    assertThat(opened.statusCode()).isEqualTo(303);
    assertThat(opened.headers().firstValue("Location")).contains("/");
    assertThat(opened.headers().firstValue("Set-Cookie").orElse(""))
        .contains("cutline-" + asked.web.port() + "=", "HttpOnly", "SameSite=Strict");
    assertThat(asked.get("/api/state").statusCode()).isEqualTo(200);
    assertThat(asked.send(HttpRequest.newBuilder(URI.create(link))).statusCode()).isEqualTo(401);
    assertThat(asked.get("/launch?token=anything").statusCode()).isEqualTo(303);
  }

  @Test
  void thePermalinkBehindTheTokenIsKept() {
    HttpResponse<String> opened =
        asked.open(asked.web.launchLink() + "&scenario=fifo&seed=7&x=%3Cscript%3E");
    assertThat(opened.headers().firstValue("Location"))
        .contains("/?scenario=fifo&seed=7&x=%3Cscript%3E");
  }

  @Test
  void guestsLookAndGiveNoOrders() {
    asked.open(asked.web.guestLink());
    assertThat(asked.get("/api/state").statusCode()).isEqualTo(200);
    HttpResponse<String> order = asked.post("/api/orders", "{\"order\":\"snapshot\"}");
    assertThat(order.statusCode()).isEqualTo(403);
    asked.cookie = "";
    String bearer = "Bearer " + asked.keys.guestToken();
    assertThat(asked.get("/metrics", "Authorization", bearer).statusCode()).isEqualTo(200);
    assertThat(asked.get("/metrics", "Authorization", "Bearer x").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:1",
        "Host: evil.example:80\r\nX: 1",
        "HOST\r\nOrigin: http://evil.example",
        "HOST\r\nOrigin: null",
        "HOST\r\nOrigin: https://127.0.0.1:1",
      })
  void foreignNamesAndOriginsAreRefused(String headers) {
    launch();
    assertThat(raw("GET /api/state HTTP/1.1", headers)).contains("403");
    assertThat(raw("GET /health/live HTTP/1.1", headers)).contains("403");
    assertThat(raw("GET /launch?token=x HTTP/1.1", headers)).contains("403");
    assertThat(raw("GET / HTTP/1.1", headers)).contains("403");
  }

  @Test
  void itsOwnNamesAreWelcome() {
    launch();
    int port = asked.web.port();
    assertThat(raw("GET /api/state HTTP/1.1", "Host: localhost:" + port)).contains("200");
    assertThat(raw("GET /api/state HTTP/1.1", "HOST\r\nOrigin: http://localhost:" + port))
        .contains("200");
  }

  @Test
  void twoNamesOrNoneAreRefused() {
    launch();
    assertThat(raw("GET /api/state HTTP/1.1", "HOST\r\nHost: evil.example"))
        .containsPattern("40[03]");
    assertThat(raw("GET /api/state HTTP/1.0", "X: 1")).contains("403");
    assertThat(raw("GET /api/state HTTP/1.1", "X: 1")).contains("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../index.html",
        "/a/..%2findex.html",
        "/a/%2e%2e/index.html",
        "//index.html",
        "/api;x=1/state",
        "/..\\x",
        "/nothing.js",
        "/api/nothing",
        "/META-INF/MANIFEST.MF",
        "/index.html%00",
        "/../etc/passwd",
        "/%2e%2e/etc/passwd",
        "/a/../../etc/passwd",
        "/..%2fx"
      })
  void pathsThatAreNotPlainLeadNowhere(String path) {
    launch();
    assertThat(raw("GET " + path + " HTTP/1.1", "HOST")).contains("404");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/state, 405",
    "POST, /api/state, 405",
    "GET, /api/orders, 405",
    "PUT, /api/orders, 405",
    "POST, /launch?token=x, 405",
  })
  void otherMethodsAreRefused(String method, String path, int status) {
    launch();
    HttpRequest.Builder request =
        asked
            .request(path)
            .header("X-Cutline", "1")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(asked.send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void aFormOfAnotherPageIsNoOrder() {
    launch();
    HttpRequest.Builder form =
        asked
            .request("/api/orders")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{\"order\":\"kill\",\"process\":\"A\"}"));
    assertThat(asked.send(form).statusCode()).isEqualTo(403);
    assertThat(asked.send(form.header("X-Cutline", "1")).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"order\":1}",
        "{\"order\":\"kill\"}",
        "{\"order\":\"kill\",\"process\":\"X\"}",
        "{\"order\":\"explode\"}",
        "{\"order\":\"snapshot\",\"process\":\"A\",\"extra\":1}",
        "{\"order\":\"snapshot\",\"order\":\"kill\"}",
      })
  void malformedOrdersAreSaidToBe(String body) {
    launch();
    HttpResponse<String> answer = asked.post("/api/orders", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":\"");
  }

  @Test
  void anOrderThatTheLogDoesNotTakeIsRefused() {
    launch();
    assertThat(asked.post("/api/orders", "{\"order\":\"snapshot\"}").statusCode()).isEqualTo(409);
  }

  /** Of what is said, nothing is left when the connection is closed, or the answer may be lost. */
  @Test
  void bodiesAreSmall() {
    launch();
    String json = "X-Cutline: 1\r\nContent-Type: application/json";
    assertThat(raw("POST /api/orders HTTP/1.1", "HOST", json, "Content-Length: 65537"))
        .contains("413");
    String chunk = "%x\r\n%s".formatted(65_537, " ".repeat(65_537));
    String chunked =
        request(chunk, "POST /api/orders HTTP/1.1", "HOST", json, "Transfer-Encoding: chunked");
    assertThat(asked.raw(chunked)).contains("413");
  }

  @Test
  void whoIsRefusedMaySayAllFirst() throws IOException {
    launch();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), asked.web.port())) {
      OutputStream said = socket.getOutputStream();
      said.write(
          request("", "POST /api/orders HTTP/1.1", "HOST", "Content-Length: 2")
              .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(1_000);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      said.write("{}".getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(20_000);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void headersAreSmall() {
    launch();
    assertThat(raw("GET /api/state HTTP/1.1", "HOST", "X-Large: " + "x".repeat(10_000)))
        .contains("431");
  }

  @Test
  void everyAnswerSaysWhatItMayDo() {
    for (String path : new String[] {"/", "/api/state", "/health/live", "/nothing"}) {
      HttpResponse<String> answer = asked.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'self'; frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void aPersonIsToldWhatToDo() {
    HttpResponse<String> answer = asked.get("/", "Accept", "text/html,*/*");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).startsWith("Open the link that the command has printed.");
  }

  @Test
  void oldSessionsAndUnusedTokensAreForgotten() {
    launch();
    String first = asked.web.launchLink();
    for (int more = 0; more < 20; more++) {
      asked.web.launchLink();
    }
    asked.cookie = "";
    assertThat(asked.open(first).statusCode()).isEqualTo(401);
    launch();
    String cookie = asked.cookie;
    for (int more = 0; more < 64; more++) {
      asked.cookie = "";
      launch();
    }
    asked.cookie = cookie;
    assertThat(asked.get("/api/state").statusCode()).isEqualTo(401);
  }

  @Test
  void silenceIsNotWaitedForLong() {
    assertThat(asked.raw("GET / HTT")).isIn("", "HTTP/1.1 408 Request Timeout");
  }
}
