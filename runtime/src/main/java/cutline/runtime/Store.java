package cutline.runtime;

import java.util.function.BiConsumer;

/**
 * A process's durable state: an ordered map of keys to values that changes by atomic batches. One
 * process at a time owns it.
 */
public interface Store extends AutoCloseable {

  /**
   * Makes all changes of the batch durable, or none.
   *
   * @throws StoreException if that is not certain; the process must stop, and must not try again
   */
  void commit(Batch batch) throws StoreException;

  /**
   * Visits all keys that begin with {@code prefix}, in ascending order.
   *
   * @throws StoreException if the state cannot be read in full
   */
  void scan(String prefix, BiConsumer<String, byte[]> visitor) throws StoreException;

  @Override
  void close();

  /**
   * The state is not to be had or not to be trusted; the message says what and where, in a line.
   */
  class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public StoreException(String what) {
      super(line(what));
    }

    /** Says what happened, and what found it. */
    public StoreException(String what, Throwable cause) {
      super(line(what), cause);
    }

    /** Names of files, and what systems say of them, may have several. */
    private static String line(String what) {
      return what.strip().replaceAll("\\s*(\\R|\\p{Cntrl})\\s*", " ");
    }
  }
}
