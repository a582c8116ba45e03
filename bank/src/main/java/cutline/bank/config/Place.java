package cutline.bank.config;

/**
 * Where something stands in a file.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 code units
 */
public record Place(String file, int line, int column) {

  private static final int MAX_MESSAGE = 400;

  /** What is wrong there, in one line whatever the file says. */
  public ConfigurationException error(String message) {
    return new ConfigurationException("%s:%d:%d: %s".formatted(file, line, column, shown(message)));
  }

  /** A message in one line that fills no terminal, whatever the file says. */
  static String shown(String message) {
    StringBuilder text = new StringBuilder();
    for (char c : message.substring(0, Math.min(message.length(), MAX_MESSAGE)).toCharArray()) {
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    if (message.length() > MAX_MESSAGE) {
      text.append('…');
    }
    return text.toString();
  }
}
