package cutline.console.web;

import cutline.console.web.Keys.Access;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What a request asks for, checked. */
final class Query {

  private static final int MOST_TEXT = 200;

  private Query() {}

  /** What the sender of the request may do. */
  static Access access(Context request) {
    Access access = request.attribute(Gate.ACCESS);
    return access == null ? Access.NONE : access;
  }

  /** A text, or null if it is not there. */
  static @Nullable String text(Context request, String name) {
    String text = request.queryParam(name);
    if (text != null && text.length() > MOST_TEXT) {
      throw Refusal.malformed("%s is longer than %d characters.".formatted(name, MOST_TEXT));
    }
    return text;
  }

  /** A whole number, or null if it is not there. */
  static @Nullable Long number(Context request, String name, long least, long most) {
    String text = text(request, name);
    if (text == null) {
      return null;
    }
    if (text.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw Refusal.malformed("%s is not a whole number from %d to %d.".formatted(name, least, most));
  }

  /** A whole number, or another one if it is not there. */
  static long number(Context request, String name, long least, long most, long otherwise) {
    Long number = number(request, name, least, most);
    return number == null ? otherwise : number;
  }
}
