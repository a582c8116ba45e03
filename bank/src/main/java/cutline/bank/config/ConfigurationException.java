package cutline.bank.config;

/** A file or option says something that cannot be; the message says what, where, and what to do. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** Says what is wrong, and what found it. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
