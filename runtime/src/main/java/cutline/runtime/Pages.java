package cutline.runtime;

/**
 * The part of an application's state that is too large to be written at every commit and to be
 * copied at every cut: it is divided into pages, which are written as they change and copied in the
 * background. Before a page changes, {@link Sender#willChange} must be called.
 */
public interface Pages {

  /** No pages: what {@link Application#capture} gives is the whole state. */
  Pages NONE =
      new Pages() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public byte[] read(int page) {
          throw new IndexOutOfBoundsException(page);
        }

        @Override
        public void write(int page, byte[] content) {
          throw new IndexOutOfBoundsException(page);
        }
      };

  /** How many pages there are; that never changes. */
  int count();

  /** What a page holds now: best some hundred bytes, as it is written whole. */
  byte[] read(int page);

  /**
   * Puts a page back to what {@link #read} gave in an earlier life of this process, or before a
   * restore.
   *
   * @throws IllegalArgumentException if that is not a page of this application
   */
  void write(int page, byte[] content);
}
