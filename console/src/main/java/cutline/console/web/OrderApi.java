package cutline.console.web;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonObject;
import cutline.bank.config.JsonReader;
import cutline.bank.config.JsonValue;
import cutline.console.json.Json;
import cutline.console.log.Order;
import cutline.console.log.WatchedLog;
import cutline.console.web.Keys.Access;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Takes orders. */
final class OrderApi {

  private final Logs logs;

  OrderApi(Logs logs) {
    this.logs = logs;
  }

  void register(RoutesConfig routes) {
    routes.post("/api/orders", this::order);
  }

  private void order(Context request) throws ConfigurationException {
    if (Query.access(request) != Access.ORDER) {
      throw new Refusal(403, "With this link one looks, and gives no orders.");
    }
    WatchedLog log = logs.get(Query.text(request, "log"));
    Order order = read(body(request), log);
    if (!log.orders().accepted().contains(order.kind())) {
      throw new Refusal(409, "This log takes no order %s.".formatted(order.kind().word()));
    }
    if (!log.orders().give(order)) {
      throw new Refusal(429, "Too many orders wait to be carried out.");
    }
    request.status(202);
    LogApi.answer(request, Json.object(json -> json.writeBooleanProperty("accepted", true)));
  }

  /** The object that the request's body is. */
  static JsonObject body(Context request) throws ConfigurationException {
    return JsonReader.read("body", request.body()).object();
  }

  private static Order read(JsonObject body, WatchedLog log) throws ConfigurationException {
    body.requireOnly(List.of("order", "process"));
    JsonValue word = body.get("order", "the body");
    Order.Kind kind =
        Order.Kind.of(word.text())
            .orElseThrow(() ->
                word.error(
                    "must be one of "
                        + Arrays.stream(Order.Kind.values())
                            .map(Order.Kind::word)
                            .collect(Collectors.joining(", "))));
    JsonValue named = body.find("process");
    if (named == null || named.content() instanceof JsonValue.Literal) {
      if (kind.needsProcess()) {
        throw word.error("needs a \"process\"");
      }
      return new Order(kind, null);
    }
    String process = named.text();
    if (log.shape().processes().number(process) < 0) {
      throw named.error("is not a process of this log");
    }
    return new Order(kind, process);
  }
}
