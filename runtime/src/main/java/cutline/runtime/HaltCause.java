package cutline.runtime;

/** Why a node has stopped for good. */
public enum HaltCause {
  /** A later life of the same process is known, or another one under its name. */
  FENCED,
  /** Its state could not be made durable. */
  STORE,
  /** There is a bug in Cutline or in the application. */
  BUG
}
