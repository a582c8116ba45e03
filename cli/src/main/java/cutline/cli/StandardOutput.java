package cutline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers why it could not be written. */
final class StandardOutput extends OutputStream {

  /** What Linux and macOS call it if whoever read has ended, as after {@code | head}. */
  private static final String NOBODY_READS = "Broken pipe";

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private volatile @Nullable String failure;

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      throw e;
    }
  }

  /**
   * Why something that was to be written is lost to whoever wanted to read it; null if nothing is.
   */
  @Nullable String failure() {
    return NOBODY_READS.equals(failure) ? null : failure;
  }
}
