package cutline.bank.archive;

import cutline.bank.config.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksum at the end of a line of JSON: its last member, {@code sha256}, is the digest of the
 * line, with its line break, as it is without that member. So people can check it with {@code sed}
 * and {@code sha256sum}.
 */
final class Seal {

  private static final Pattern FORM = Pattern.compile(",\"sha256\":\"([0-9a-f]{64})\"}\n");
  private static final int LENGTH = 78;
  private static final String END = "}\n";

  private Seal() {}

  /** A line of an object with at least one member, with its checksum. */
  static byte[] seal(String object) {
    String open = object.substring(0, object.length() - 1);
    String digest = sha256((open + END).getBytes(StandardCharsets.UTF_8));
    return "%s,\"sha256\":\"%s\"}\n".formatted(open, digest).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The object without the checksum.
   *
   * @param file how messages call the file
   * @throws ConfigurationException if the line is not as it was sealed
   */
  static String open(String file, byte[] line) throws ConfigurationException {
    int length = Math.max(0, line.length - LENGTH);
    Matcher form =
        FORM.matcher(new String(line, length, line.length - length, StandardCharsets.ISO_8859_1));
    if (!form.matches()) {
      throw new ConfigurationException(
          file + ": does not end with a checksum; it is torn, or no archived snapshot");
    }
    byte[] open = Arrays.copyOf(line, length + END.length());
    open[length] = (byte) END.charAt(0);
    open[length + 1] = (byte) END.charAt(1);
    if (!sha256(open).equals(form.group(1))) {
      throw new ConfigurationException(
          file + ": does not match its checksum; it was damaged or changed");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(open)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + ": is not UTF-8 text", e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has it", e);
    }
  }
}
