package cutline.cli.bench;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/** What runs in a JVM of its own for a measurement. */
interface Hosted extends AutoCloseable {

  /** How a line of an answer begins. */
  String SAYS = ">";

  /** The line behind an answer. */
  String END = ">.";

  /**
   * Does what it is told, and says what came of it.
   *
   * @param answer takes names and what they stand for
   */
  void obey(String command, BiConsumer<String, String> answer) throws Exception;

  @Override
  void close();

  /** A histogram in an answer, as {@link HostProcess.Report#add} reads it. */
  static String text(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.flip().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
