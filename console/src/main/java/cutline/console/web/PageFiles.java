package cutline.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that the page consists of. */
final class PageFiles {

  private static final String DIRECTORY = "/cutline/console/page/";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.(?<kind>html|css|js|svg)");

  /** Whatever has no other route is a file, or nothing. */
  void register(RoutesConfig routes) {
    routes.get("/", request -> answer(request, "index.html"));
    routes.get("/{file}", request -> answer(request, request.pathParam("file")));
  }

  private static void answer(Context request, String file) {
    Matcher name = NAME.matcher(file);
    InputStream content =
        name.matches() ? PageFiles.class.getResourceAsStream(DIRECTORY + file) : null;
    if (content == null) {
      throw new Refusal(404, Errors.words(404));
    }
    request.contentType(type(String.valueOf(name.group("kind")))).result(content);
  }

  private static String type(String kind) {
    return switch (kind) {
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/" + kind + "; charset=utf-8";
    };
  }
}
