package cutline.console.web;

import cutline.console.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.InputStream;

/** Answers those who look after the server. */
final class HealthApi {

  private static final String DOCUMENT = "/cutline/console/api/openapi.json";

  private final Metrics metrics;

  HealthApi(Metrics metrics) {
    this.metrics = metrics;
  }

  void register(RoutesConfig routes) {
    // The server is told of its log before it listens: whoever hears it answer finds it ready.
    routes.get("/health/live", request -> say(request, "up"));
    routes.get("/health/ready", request -> say(request, "ready"));
    routes.get(
        "/metrics",
        request ->
            request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text()));
    routes.get(
        "/api/openapi.json",
        request -> {
          InputStream document = HealthApi.class.getResourceAsStream(DOCUMENT);
          if (document == null) {
            throw new IllegalStateException("there is no " + DOCUMENT);
          }
          request.contentType("application/json").result(document);
        });
  }

  private static void say(Context request, String status) {
    LogApi.answer(request, Json.object(json -> json.writeStringProperty("status", status)));
  }
}
