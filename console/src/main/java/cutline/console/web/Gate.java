package cutline.console.web;

import cutline.console.web.Keys.Access;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything that the console answers: foreign names and origins are refused first,
 * then who has no key, then what is no request of the console's own page.
 */
final class Gate extends Handler.Wrapper {

  /** The request's attribute with what its sender may do. */
  static final String ACCESS = "cutline.access";

  private final Set<String> hosts;
  private final String cookie;
  private final Keys keys;

  /**
   * A gate.
   *
   * @param hosts how the console is called, each with its port
   * @param cookie the name of its cookie
   */
  Gate(Set<String> hosts, String cookie, Keys keys) {
    this.hosts = hosts;
    this.cookie = cookie;
    this.keys = keys;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Errors.protect(response);
    try {
      String path = path(request.getHttpURI());
      checkNames(request);
      if (path.equals("/launch") || path.equals("/guest")) {
        exchange(request, response, callback, path.equals("/launch"));
        return true;
      }
      Access access = access(request);
      request.setAttribute(ACCESS, access);
      if (access == Access.NONE && !path.startsWith("/health/")) {
        throw new Refusal(
            401,
            "Open the link that the command has printed. It works once; each new one, and the link"
                + " for those who only look, is good for another browser.");
      }
      if (request.getMethod().equals("POST")) {
        checkPost(request);
      }
      return super.handle(request, response, callback);
    } catch (Refusal refusal) {
      drop(request, 0, () -> Errors.refuse(request, response, callback, refusal));
      return true;
    }
  }

  /**
   * Takes a body, if it is small, before it is answered: who still sends when the connection is
   * closed may lose the answer (RFC 9112, 9.6).
   */
  private static void drop(Request request, long before, Runnable then) {
    long taken = before;
    while (Math.max(taken, request.getLength()) <= ConsoleServer.MOST_BODY) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        long soFar = taken;
        request.demand(() -> drop(request, soFar, then));
        return;
      }
      taken += chunk.remaining();
      chunk.release();
      if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
        break;
      }
    }
    then.run();
  }

  /** Paths that are anything but plain lead nowhere. */
  private static String path(HttpURI uri) {
    String path = uri.getPath();
    if (path == null
        || path.contains("..")
        || path.contains("//")
        || !path.chars().allMatch(Gate::isPlain)) {
      throw new Refusal(404, Errors.words(404));
    }
    return path;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/-_.".indexOf(c) >= 0;
  }

  private void checkNames(Request request) {
    List<String> host = request.getHeaders().getValuesList(HttpHeader.HOST);
    if (host.size() != 1 || !hosts.contains(host.getFirst())) {
      throw new Refusal(403, "This console does not go by that name.");
    }
    for (HttpField origin : request.getHeaders().getFields(HttpHeader.ORIGIN)) {
      String value = origin.getValue();
      if (value == null || !value.startsWith("http://") || !hosts.contains(value.substring(7))) {
        throw new Refusal(403, "Another page may not ask this console.");
      }
    }
  }

  private Access access(Request request) {
    for (HttpCookie sent : Request.getCookies(request)) {
      if (sent.getName().equals(cookie)) {
        Access access = keys.ofSecret(sent.getValue());
        if (access != Access.NONE) {
          return access;
        }
      }
    }
    String bearer = "Bearer ";
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return authorization != null && authorization.startsWith(bearer)
        ? keys.ofBearer(authorization.substring(bearer.length()))
        : Access.NONE;
  }

  private static void checkPost(Request request) {
    if (!"1".equals(request.getHeaders().get("X-Cutline"))) {
      throw new Refusal(403, "A request that changes something has a header X-Cutline: 1.");
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new Refusal(415, "The body is to be application/json.");
    }
  }

  /** A token becomes a cookie, and the page is opened. */
  private void exchange(Request request, Response response, Callback callback, boolean launch)
      throws Exception {
    if (!request.getMethod().equals("GET")) {
      throw new Refusal(405, "A link is opened with GET.");
    }
    Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    String token = query.getValue("token");
    String secret = token == null ? null : launch ? keys.launch(token) : keys.guest(token);
    if (secret == null && access(request) == Access.NONE) {
      throw new Refusal(401, "This link was used already, or is of a console that has ended.");
    }
    if (secret != null) {
      response
          .getHeaders()
          .add(
              HttpHeader.SET_COOKIE,
              "%s=%s; Path=/; HttpOnly; SameSite=Strict".formatted(cookie, secret));
    }
    response.setStatus(303);
    response.getHeaders().put(HttpHeader.LOCATION, "/" + rest(request.getHttpURI().getQuery()));
    Content.Sink.write(response, true, "", callback);
  }

  /** The query without the token. */
  private static String rest(@Nullable String query) {
    if (query == null) {
      return "";
    }
    String rest =
        String.join(
            "&",
            List.of(query.split("&")).stream()
                .filter(field -> !field.startsWith("token="))
                .filter(field -> field.matches("[A-Za-z0-9=%._~+-]+"))
                .toList());
    return rest.isEmpty() ? "" : "?" + rest;
  }
}
