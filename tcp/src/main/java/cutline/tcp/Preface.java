package cutline.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** The first bytes of each side: who speaks, and in which version. */
final class Preface {

  static final int SIZE = 5;
  static final byte VERSION = 2;

  private static final byte[] MAGIC = {'C', 'U', 'T', 'L'};
  private static final byte[] OURS = {'C', 'U', 'T', 'L', VERSION};
  private static final int SHOWN = 8;

  private Preface() {}

  static ByteBuf bytes() {
    return Unpooled.wrappedBuffer(OURS);
  }

  /** Whether what has come so far can be the beginning of a preface of any version. */
  static boolean canBe(ByteBuf in) {
    int known = Math.min(in.readableBytes(), MAGIC.length);
    for (int i = 0; i < known; i++) {
      if (in.getByte(in.readerIndex() + i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /** Takes a preface that has come in full, and says its version. */
  static int takeVersion(ByteBuf in) {
    in.skipBytes(MAGIC.length);
    return in.readUnsignedByte();
  }

  static String strange(ByteBuf in) {
    int shown = Math.min(in.readableBytes(), SHOWN);
    return "it begins with the bytes "
        + ByteBufUtil.hexDump(in, in.readerIndex(), shown)
        + ", which is not Cutline";
  }
}
