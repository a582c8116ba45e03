package cutline.runtime;

/** Bytes from outside are not what they should be: the peer's fault, which costs its connection. */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong, in a few words; what they quote of a stranger stays one short line. */
  public MalformedException(String what) {
    super(Untrusted.line(what));
  }

  /** Says what is wrong, and what found it. */
  public MalformedException(String what, Throwable cause) {
    super(Untrusted.line(what), cause);
  }
}
