package cutline.runtime;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnknownFieldSet;

/** How to read what others wrote. */
public final class Untrusted {

  private static final int MAX_NESTING = 20;
  private static final int MAX_LINE = 1_000;

  private Untrusted() {}

  /**
   * Reads a message. Unknown fields are left to later versions, unknown groups are refused.
   *
   * @throws MalformedException if the bytes are not a valid message, or nested too deeply
   */
  public static <T extends Message> T parse(Parser<T> parser, byte[] bytes)
      throws MalformedException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.setRecursionLimit(MAX_NESTING);
      T parsed = parser.parseFrom(in);
      in.checkLastTagWas(0);
      for (UnknownFieldSet.Field field : parsed.getUnknownFields().asMap().values()) {
        if (!field.getGroupList().isEmpty()) {
          throw new MalformedException("an unknown group");
        }
      }
      return parsed;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("not a valid protocol buffer", e);
    }
  }

  /** What a stranger wrote for people: one line of text, and not too much of it. */
  public static String line(String foreign) {
    StringBuilder line = new StringBuilder();
    foreign
        .codePoints()
        .limit(MAX_LINE)
        .forEach(c -> line.appendCodePoint(breaksLine(c) ? ' ' : c));
    return line.toString();
  }

  private static boolean breaksLine(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }
}
