package cutline.quic;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Has every dialer show that it receives at the address it sends from, before anything is kept or
 * computed for it (RFC 9000, section 8.1.2): it must repeat a token, which holds for its address
 * and ten seconds. A server that was started anew takes none of its predecessor.
 */
final class AddressTokens implements QuicTokenHandler {

  private static final long VALID_NANOS = 10_000_000_000L;
  private static final int MAC_BYTES = 16;
  private static final int HEAD = Long.BYTES + MAC_BYTES;
  private static final String ALGORITHM = "HmacSHA256";

  private final LongSupplier nanos;
  private final Mac mac;

  AddressTokens() {
    this(System::nanoTime);
  }

  AddressTokens(LongSupplier nanos) {
    this.nanos = nanos;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connection, InetSocketAddress address) {
    long until = nanos.getAsLong() + VALID_NANOS;
    out.writeLong(until)
        .writeBytes(mac(until, connection, address))
        .writeBytes(connection, connection.readerIndex(), connection.readableBytes());
    return true;
  }

  /** Where the id of the connection begins that was asked for at first, or -1. */
  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    if (token.readableBytes() < HEAD) {
      return -1;
    }
    int at = token.readerIndex();
    long until = token.getLong(at);
    long left = until - nanos.getAsLong();
    byte[] said = new byte[MAC_BYTES];
    token.getBytes(at + Long.BYTES, said);
    ByteBuf connection = token.slice(at + HEAD, token.readableBytes() - HEAD);
    boolean ours = MessageDigest.isEqual(said, mac(until, connection, address));
    return ours && left >= 0 && left <= VALID_NANOS ? HEAD : -1;
  }

  private synchronized byte[] mac(long until, ByteBuf connection, InetSocketAddress address) {
    byte[] id = new byte[connection.readableBytes()];
    connection.getBytes(connection.readerIndex(), id);
    mac.update(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
            .putLong(until)
            .putInt(address.getPort())
            .flip());
    byte[] host = address.getAddress().getAddress();
    // With its length, or some of it could be taken for a part of the id.
    mac.update((byte) host.length);
    mac.update(host);
    mac.update(id);
    byte[] all = mac.doFinal();
    byte[] some = new byte[MAC_BYTES];
    System.arraycopy(all, 0, some, 0, MAC_BYTES);
    return some;
  }

  @Override
  public int maxTokenLength() {
    return HEAD + Quic.MAX_CONN_ID_LEN;
  }
}
