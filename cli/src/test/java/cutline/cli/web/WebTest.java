package cutline.cli.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonObject;
import cutline.bank.config.JsonReader;
import cutline.bank.config.JsonValue;
import cutline.cli.testing.ClientBank;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that serve the console. */
class WebTest {

  private static final String LINK = "Console: (http://127\\.0\\.0\\.1:\\d+)/launch\\?token=\\S+";

  @TempDir private Path directory;

  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private Program start(String... arguments) throws IOException {
    return Program.start(
        directory,
        Map.of("CUTLINE_RUNTIME_DIR", directory.resolve("run").toString()),
        Program.command(arguments));
  }

  private Program demo(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("demo", "--count", "100000", "--json"));
    arguments.addAll(List.of("--every", "10ms", "--delay", "0ms..100ms", "--web"));
    arguments.addAll(List.of(more));
    return start(arguments.toArray(String[]::new));
  }

  /** Opens the link that a program prints; gives where the console is. */
  private String open(Program program) throws Exception {
    program.awaitErr(LINK);
    String line =
        program.err().stream().filter(each -> each.matches(LINK)).findFirst().orElseThrow();
    String link = line.substring("Console: ".length());
    assertThat(send(HttpRequest.newBuilder(URI.create(link))).statusCode()).isIn(200, 404);
    return link.substring(0, link.indexOf("/launch"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> get(String console, String path) {
    return send(HttpRequest.newBuilder(URI.create(console + path)));
  }

  private JsonObject state(String console) {
    try {
      HttpResponse<String> answer = get(console, "/api/state");
      return JsonReader.read("state", answer.body()).object();
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  private int order(String console, String body) {
    return send(HttpRequest.newBuilder(URI.create(console + "/api/orders"))
            .header("X-Cutline", "1")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  private static String text(JsonObject state, String field) {
    return String.valueOf(state.find(field));
  }

  private static boolean isNull(JsonObject state, String field) {
    try {
      return state.get(field, "state").content() instanceof JsonValue.Literal;
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  private static long number(JsonObject state, String field) {
    try {
      return state.get(field, "state").wholeNumber(0, Long.MAX_VALUE);
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitState(String console, String process, String wanted) {
    await()
        .atMost(SocketBank.PATIENCE)
        .until(() -> {
          try {
            return state(console)
                .get("states", "state")
                .object()
                .get(process, "states")
                .text()
                .equals(wanted);
          } catch (ConfigurationException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void awaitAllUp(String console) {
    await()
        .atMost(SocketBank.PATIENCE)
        .until(() -> state(console), state -> !text(state, "states").contains("down"));
  }

  /** Looks again and again while something happens, and the console is certain. */
  private void assertTotal(String console, long total) {
    long seq = 0;
    int withMoneyInFlight = 0;
    for (int look = 0; look < 20; look++) {
      long before = seq;
      JsonObject state =
          await()
              .atMost(SocketBank.PATIENCE)
              .until(() -> state(console), seen -> number(seen, "seq") > before && isCertain(seen));
      seq = number(state, "seq");
      assertThat(number(state, "total")).isEqualTo(total);
      withMoneyInFlight += number(state, "inFlightTotal") > 0 ? 1 : 0;
    }
    assertThat(withMoneyInFlight).isGreaterThan(10);
  }

  private static boolean isCertain(JsonObject state) {
    return isNull(state, "uncertain") && !isNull(state, "total");
  }

  @Test
  void theTotalIsRightWhileMoneyMoves() throws Exception {
    try (Program demo = demo("0")) {
      assertTotal(open(demo), 4_000);
    }
  }

  private Program branch(String name, int port) throws IOException {
    Program branch = start("branch", name, "" + port, "--data", name, "--quiet");
    branch.port();
    return branch;
  }

  /** Branches that it has not started tell the controller's console what they do. */
  @Test
  void aControllerShowsBranchesThatPauseOrDieAndComeBack() throws Exception {
    List<Program> programs = new ArrayList<>();
    try {
      List<Integer> ports = FreePorts.some(3);
      List<String> lines = new ArrayList<>();
      for (String name : List.of("A", "B", "C")) {
        int port = ports.get(lines.size());
        programs.add(branch(name, port));
        lines.add("%s 127.0.0.1 %d".formatted(name, port));
      }
      Files.write(directory.resolve("branches.txt"), lines);
      Program controller =
          start(
              "controller",
              "3000",
              "branches.txt",
              "--every",
              "10ms",
              "--delay",
              "0ms..100ms",
              "--interval",
              "200ms",
              "--json",
              "--web",
              ":0");
      programs.add(controller);
      String console = open(controller);
      assertTotal(console, 3_000);
      assertThat(order(console, "{\"order\":\"kill\",\"process\":\"C\"}")).isEqualTo(409);
      await()
          .atMost(SocketBank.PATIENCE)
          .until(() ->
              get(console, "/metrics")
                  .body()
                  .lines()
                  .anyMatch(line ->
                      line.matches("cutline_commit_seconds_count\\{process=\"C\"} [1-9].*")));

      programs.get(1).signal("STOP");
      awaitState(console, "B", "down");
      programs.get(1).signal("CONT");
      awaitAllUp(console);
      assertTotal(console, 3_000);

      programs.get(2).process().destroyForcibly().waitFor();
      awaitState(console, "C", "down");
      programs.set(2, branch("C", ports.get(2)));
      awaitAllUp(console);
      assertTotal(console, 3_000);
    } finally {
      programs.forEach(Program::close);
    }
  }

  /** Nobody takes snapshots but those who look. */
  @Test
  void aClientShowsAllClients() throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.BUSY);
    List<Program> programs = new ArrayList<>();
    try {
      programs.add(start("client", "1"));
      programs.add(start("client", "2"));
      Program shows = start("client", "3", "--web", ":0");
      programs.add(shows);
      String console = open(shows);
      shows.awaitErr("Client 1 is there\\.").awaitErr("Client 2 is there\\.");
      programs.getFirst().awaitErr("Client 2 is there\\.");
      assertThat(order(console, "{\"order\":\"snapshot\"}")).isEqualTo(202);
      assertTotal(console, 3_000);
      await()
          .atMost(SocketBank.PATIENCE)
          .until(() -> get(console, "/api/snapshots").body().contains("\"status\":\"COMPLETE\""));
    } finally {
      programs.forEach(Program::close);
    }
  }

  @Test
  void aBranchIsKilledAndStartedAgainFromThePage() throws Exception {
    try (Program demo = demo("0")) {
      String console = open(demo);
      demo.awaitOut("\\{.*\"consistent\":true.*}");
      assertThat(order(console, "{\"order\":\"kill\",\"process\":\"C\"}")).isEqualTo(202);
      awaitState(console, "C", "down");
      demo.awaitErr("From the page: C killed\\..*");
      assertThat(order(console, "{\"order\":\"restart\",\"process\":\"C\"}")).isEqualTo(202);
      demo.awaitErr("From the page: C recovered from its journal: .*");
      await()
          .atMost(SocketBank.PATIENCE)
          .until(
              () -> state(console),
              state ->
                  text(state, "states").contains("C")
                      && text(state, "uncertain").contains("null")
                      && text(state, "total").contains("4000"));
    }
  }

  @Test
  void theServerIsNotLoadedUnlessItIsWanted() throws Exception {
    Path loaded = directory.resolve("loaded.txt");
    List<String> command = new ArrayList<>(Program.command("demo", "--count", "1", "--json"));
    command.add(1, "-Xlog:class+load:file=" + loaded);
    try (Program demo = Program.start(directory, Map.of(), command)) {
      assertThat(demo.exitCode()).isZero();
    }
    assertThat(Files.readString(loaded))
        .contains(" cutline.cli.demo.DemoCommand ")
        .doesNotContain(" io.javalin", " org.eclipse.jetty", " io.micrometer");
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program demo = demo("" + taken.getLocalPort())) {
      demo.awaitErr(
          "Port %d is taken; the console is on port \\d+\\.".formatted(taken.getLocalPort()));
      open(demo);
    }
  }

  @Test
  void aScenarioAndItsLogAreShown() throws Exception {
    Path scenarios = Path.of("../scenarios").toAbsolutePath().normalize();
    String log = directory.resolve("events.ndjson").toString();
    List<String> arguments =
        List.of(
            "run",
            scenarios.resolve("concurrent.top").toString(),
            scenarios.resolve("concurrent.events").toString(),
            "--delays",
            scenarios.resolve("concurrent.delays").toString(),
            "--log",
            log,
            "--web",
            ":0");
    try (Program run = start(arguments.toArray(String[]::new))) {
      JsonObject state = state(open(run));
      assertThat(text(state, "mode")).contains("simulation");
      assertThat(number(state, "total")).isEqualTo(20);
      assertThat(run.signal("INT").exitCode()).isZero();
    }
    try (Program replay = start("replay", "--web", ":0", log)) {
      JsonObject state = state(open(replay));
      assertThat(text(state, "mode")).contains("replay");
      assertThat(number(state, "total")).isEqualTo(20);
      assertThat(replay.signal("INT").exitCode()).isZero();
    }
  }

  @Test
  void aPortThatIsNoneIsSaid() throws Exception {
    try (Program demo = demo("99999")) {
      assertThat(demo.exitCode()).isEqualTo(2);
      assertThat(demo.err().getFirst())
          .contains("'99999' is not a port from 0 to 65535, ADDRESS:PORT or off");
    }
    try (Program demo = demo("0.0.0.0:8080")) {
      assertThat(demo.exitCode()).isEqualTo(2);
      assertThat(demo.err().getFirst()).contains("name the one by which browsers reach it");
    }
  }
}
