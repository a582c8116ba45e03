package cutline.console.web;

import cutline.console.json.Json;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Says what was wrong with a request, also where it did not even get to the {@link Gate}. */
final class Errors extends ErrorHandler {

  private static final String POLICY =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none';"
          + " object-src 'none'";

  /** What browsers are told of every answer. */
  static void protect(Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  /** What a status of HTTP means here. */
  static String words(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this address.";
      case 405 -> "That cannot be done at this address.";
      case 413 -> "The body is longer than %d bytes.".formatted(ConsoleServer.MOST_BODY);
      default -> "That cannot be done.";
    };
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    protect(response);
    int status = Math.max(400, response.getStatus());
    if (status == 400 && isNoPath(request)) {
      status = 404;
    }
    refuse(request, response, callback, new Refusal(status, words(status)));
    return true;
  }

  /** Jetty takes no path that leads out of the server or has a NUL, and asks no gate about it. */
  private static boolean isNoPath(Request request) {
    return request.getAttribute(ERROR_EXCEPTION) instanceof HttpException.RuntimeException e
        && e.getCause() instanceof IllegalArgumentException;
  }

  /** Answers with an error. */
  static void refuse(Request request, Response response, Callback callback, Refusal refusal) {
    response.setStatus(refusal.status());
    // What is left of the body is nobody's concern.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    boolean isPerson = accept != null && accept.contains("text/html");
    response
        .getHeaders()
        .put(
            HttpHeader.CONTENT_TYPE,
            isPerson ? "text/plain; charset=utf-8" : "application/json; charset=utf-8");
    String text =
        isPerson
            ? refusal.sentence() + "\n"
            : Json.object(json -> json.writeStringProperty("error", refusal.sentence()));
    response.write(true, StandardCharsets.UTF_8.encode(text), callback);
  }
}
