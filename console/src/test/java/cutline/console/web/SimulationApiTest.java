package cutline.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lessons and simulations. */
class SimulationApiTest {

  private final Asked asked = Asked.launched(Histories.replay());

  @AfterEach
  void close() {
    asked.close();
  }

  private HttpResponse<String> simulate(String body) {
    return asked.post("/api/simulations", body);
  }

  @Test
  void aLessonIsListedToldAndRun() {
    assertThat(asked.get("/api/lessons").body()).contains("{\"id\":\"in-flight\",\"title\":");
    assertThat(asked.get("/api/lessons/in-flight").body())
        .contains("\"kind\":\"ticks\"", "\"ask\":", "\"right\":2", "\"violations\":[]");
    assertThat(asked.get("/api/lessons/nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> run = simulate("{\"lesson\":\"in-flight\"}");
    assertThat(run.statusCode()).isEqualTo(201);
    assertThat(run.body()).contains("\"log\":\"s1\"", "\"outcome\":null");
    assertThat(asked.get("/api/state?log=s1").body())
        .contains("\"mode\":\"simulation\"", "\"total\":20,\"expected\":20")
        .contains("\"channels\":[[\"A\",\"B\"],[\"B\",\"A\"]]");
    assertThat(asked.get("/api/logs").body())
        .contains("\"id\":\"main\"", "\"id\":\"s1\"", "\"lesson\":\"in-flight\"");
  }

  @Test
  void aForkShowsWhatBecomesOfIt() {
    simulate("{\"lesson\":\"in-flight\"}");
    HttpResponse<String> lost =
        simulate("{\"log\":\"s1\",\"changes\":[{\"message\":\"m2\",\"do\":\"drop\"}]}");
    assertThat(lost.statusCode()).isEqualTo(201);
    assertThat(lost.body()).contains("is given up");
    HttpResponse<String> late =
        simulate(
            "{\"log\":\"s1\",\"changes\":[{\"message\":\"m2\",\"do\":\"delay\",\"ticks\":9}]}");
    assertThat(late.body()).contains("\"outcome\":null");
    assertThat(simulate("{\"log\":\"s1\",\"seed\":9}").statusCode()).isEqualTo(201);
  }

  @Test
  void aBugShowsWhichMessageBreaksTheSum() {
    HttpResponse<String> run = simulate("{\"lesson\":\"fifo\"}");
    assertThat(run.body())
        .contains("B did not count $4 that A sent before A's cut, and that came after its own (m1)")
        .contains("\"from\":\"A\",\"to\":\"B\",\"message\":\"m1\"");
    assertThat(asked.get("/api/snapshots?log=s1").body()).contains("\"consistent\":false");
    HttpResponse<String> world = simulate("{\"lesson\":\"no-deduplication\"}");
    assertThat(world.body()).contains("C applied message 2 of A→C ($33) twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"log\":\"main\"}",
        "{\"lesson\":\"in-flight\",\"seed\":1.5}",
        "{\"lesson\":\"in-flight\",\"changes\":{}}",
        "{\"lesson\":\"in-flight\",\"changes\":[{\"message\":\"m1\"}]}",
        "{\"lesson\":\"in-flight\",\"changes\":[{\"message\":\"m1\",\"do\":\"delay\",\"ticks\":0}]}",
        "{\"lesson\":\"crash\",\"changes\":[{\"message\":\"1\",\"do\":\"drop\"}]}",
        "{\"lesson\":\"in-flight\",\"what\":1}",
      })
  void malformedRequestsAreSaidToBe(String body) {
    HttpResponse<String> answer = simulate(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void onlyTheLastSimulationsAreKept() {
    for (int run = 0; run < Logs.MOST_SIMULATIONS + 1; run++) {
      simulate("{\"lesson\":\"in-flight\"}");
    }
    assertThat(asked.get("/api/state?log=s1").statusCode()).isEqualTo(404);
    assertThat(asked.get("/api/state?log=s2").statusCode()).isEqualTo(200);
    assertThat(simulate("{\"lesson\":\"nothing\"}").statusCode()).isEqualTo(404);
  }

  @Test
  void guestsMaySimulate() {
    asked.cookie = "";
    asked.open(asked.web.guestLink());
    assertThat(simulate("{\"lesson\":\"in-flight\"}").statusCode()).isEqualTo(201);
  }
}
