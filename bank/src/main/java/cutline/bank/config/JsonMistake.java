package cutline.bank.config;

import java.util.regex.Pattern;

/**
 * What people got wrong where a text stops being JSON.
 *
 * @param before how many characters before that place the mistake begins, in the same line
 */
record JsonMistake(String message, int before) {

  private static final Pattern VALUE =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null");

  /** What is wrong at an index of the text, or at its end. */
  static JsonMistake at(String text, int index) {
    if (index < 0 || index >= text.length()) {
      return new JsonMistake("the file ends too early; a quote, } or ] is missing", 0);
    }
    int begin = index;
    while (begin > 0 && isPartOfWord(text.charAt(begin - 1))) {
      begin--;
    }
    int end = index;
    while (end < text.length() && isPartOfWord(text.charAt(end))) {
      end++;
    }
    String word = text.substring(begin, end);
    char found = text.charAt(index);
    if (begin > 0 && text.charAt(begin - 1) == '\\') {
      return new JsonMistake("a string has an unknown escape after this \\", index - begin + 1);
    }
    if (!word.isEmpty() && !VALUE.matcher(word).matches() && !Character.isISOControl(found)) {
      return new JsonMistake("unexpected " + JsonValue.quoted(word), index - begin);
    }
    String message =
        message(text, index, end > index ? word : Character.toString(text.codePointAt(index)));
    return new JsonMistake(message, 0);
  }

  private static String message(String text, int index, String found) {
    char first = text.charAt(index);
    char last = lastBefore(text, index);
    if (first == '\n' || first == '\r') {
      return "the line ends within a string; its closing quote is missing";
    }
    if (Character.isISOControl(first)) {
      return "unexpected control character U+%04X".formatted((int) first);
    }
    if (first == '#' || text.startsWith("//", index) || text.startsWith("/*", index)) {
      return "comments are not allowed in JSON";
    }
    if (last == ',' && (first == '}' || first == ']')) {
      return "remove the comma before this " + first;
    }
    if (first == '\'') {
      return "unexpected ' (strings stand in double quotes)";
    }
    boolean value = first == '"' || first == '{' || first == '[' || isPartOfWord(first);
    if (value && (last == '"' || last == '}' || last == ']' || isPartOfWord(last))) {
      return "a comma or a colon is missing before this " + found;
    }
    return "unexpected " + JsonValue.quoted(found);
  }

  private static char lastBefore(String text, int index) {
    String before = text.substring(0, index).stripTrailing();
    return before.isEmpty() ? ' ' : before.charAt(before.length() - 1);
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '+' || c == '-' || c == '.';
  }
}
