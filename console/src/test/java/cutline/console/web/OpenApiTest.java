package cutline.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonObject;
import cutline.bank.config.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document for programs says what the server does. */
class OpenApiTest {

  @Test
  void everythingThatItNamesIsThere() throws ConfigurationException {
    try (Asked asked = Asked.launched(Histories.replay())) {
      JsonObject paths = asked.json("/api/openapi.json").object().get("paths", "document").object();
      for (Map.Entry<String, JsonValue.Entry> path : paths.entries().entrySet()) {
        JsonObject methods = path.getValue().value().object();
        String address = path.getKey().replace("{id}", "in-flight");
        if (methods.find("post") != null) {
          assertThat(asked.post(address, "{").statusCode()).as(address).isEqualTo(400);
          assertThat(asked.get(address).statusCode()).as(address).isEqualTo(405);
        } else {
          String query = address.equals("/api/export") ? "?format=svg" : "";
          int status = asked.get(address + query).statusCode();
          assertThat(status).as(address).isIn(200, 303, 406);
        }
      }
      assertThat(paths.entries()).hasSizeGreaterThan(15);
    }
  }

  /** What stands before the routes of the server, and not among them. */
  private static final List<String> AT_THE_GATE =
      List.of("GET /launch", "GET /guest", "GET /api/events");

  private static final List<String> THE_PAGE = List.of("GET /", "GET /{file}");

  @Test
  void everythingThatIsThereIsNamed() throws ConfigurationException {
    try (Asked asked = Asked.launched(Histories.replay())) {
      JsonObject paths = asked.json("/api/openapi.json").object().get("paths", "document").object();
      SortedSet<String> named = new TreeSet<>();
      for (Map.Entry<String, JsonValue.Entry> path : paths.entries().entrySet()) {
        for (String method : path.getValue().value().object().entries().keySet()) {
          named.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
      SortedSet<String> there = new TreeSet<>(asked.web.routes());
      there.removeAll(THE_PAGE);
      there.addAll(AT_THE_GATE);
      assertThat(named).isEqualTo(there);
    }
  }

  @Test
  void aStateHasTheFieldsThatItSays() throws ConfigurationException {
    try (Asked asked = Asked.launched(Histories.replay())) {
      JsonObject schemas =
          asked
              .json("/api/openapi.json")
              .object()
              .get("components", "document")
              .object()
              .get("schemas", "components")
              .object();
      assertSame(schemas, "State", asked.json("/api/state"));
      assertSame(schemas, "Snapshot", asked.json("/api/snapshots").items().getFirst());
      assertSame(schemas, "Diagram", asked.json("/api/diagram?straight=B.1.1"));
    }
  }

  private static void assertSame(JsonObject schemas, String name, JsonValue answer)
      throws ConfigurationException {
    JsonObject schema = schemas.get(name, "schemas").object();
    assertThat(answer.object().entries().keySet())
        .as(name)
        .containsExactlyInAnyOrderElementsOf(
            schema.get("properties", name).object().entries().keySet());
  }
}
