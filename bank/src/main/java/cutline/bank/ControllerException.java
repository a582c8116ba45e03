package cutline.bank;

/** The controller cannot do its work; the message says why, in a sentence. */
public final class ControllerException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of obstacle there is. */
  public enum Kind {
    /** Branches do not answer. */
    UNREACHABLE,
    /** The branches belong to another bank, or have lost their state. */
    OTHER_BANK
  }

  private final Kind kind;

  /** Says what is wrong. */
  public ControllerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What kind of obstacle there is. */
  public Kind kind() {
    return kind;
  }
}
