package cutline.console.web;

/** A request that cannot be done, for a reason that its sender is told. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param sentence what is wrong, and what would not be
   */
  Refusal(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  static Refusal malformed(String sentence) {
    return new Refusal(400, sentence);
  }

  static Refusal unknown(String sentence) {
    return new Refusal(404, sentence);
  }

  int status() {
    return status;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
