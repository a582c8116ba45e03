package cutline.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTokensTest {

  private static final byte[] CONNECTION = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.ofLiteral("10.0.0.7"), 4711);

  private long now = Long.MAX_VALUE - 100; // As any other time, it passes into the negative.
  private final AddressTokens tokens = new AddressTokens(() -> now);

  private ByteBuf token() {
    ByteBuf token = Unpooled.buffer();
    assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(CONNECTION), HERE)).isTrue();
    assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
    return token;
  }

  @Test
  void whoRepeatsItFromTheSameAddressMayConnect() {
    ByteBuf token = token();
    now += Duration.ofSeconds(10).toNanos();
    int at = tokens.validateToken(token, HERE);
    byte[] connection = new byte[CONNECTION.length];
    token.getBytes(at, connection);
    assertThat(connection).isEqualTo(CONNECTION);
    assertThat(token.readableBytes()).isEqualTo(at + CONNECTION.length);
  }

  @Test
  void itHoldsForThisAddressOnly() {
    assertThat(tokens.validateToken(token(), new InetSocketAddress(HERE.getAddress(), 4712)))
        .isNegative();
    assertThat(
            tokens.validateToken(
                token(), new InetSocketAddress(InetAddress.ofLiteral("10.0.0.8"), 4711)))
        .isNegative();
  }

  @Test
  void itDoesNotHoldForEver() {
    ByteBuf token = token();
    now += Duration.ofSeconds(10).toNanos() + 1;
    assertThat(tokens.validateToken(token, HERE)).isNegative();
  }

  @Test
  void nobodyElseCanMakeOne() {
    assertThat(new AddressTokens(() -> now).validateToken(token(), HERE)).isNegative();
    Random random = new Random(3);
    for (int length = 0; length < 60; length++) {
      byte[] any = new byte[length];
      random.nextBytes(any);
      assertThat(tokens.validateToken(Unpooled.wrappedBuffer(any), HERE)).isNegative();
    }
  }

  @Test
  void oneThatWasChangedDoesNotHold() {
    ByteBuf token = token();
    for (int at = 0; at < token.readableBytes(); at++) {
      ByteBuf changed = token.copy();
      changed.setByte(at, changed.getByte(at) ^ 1);
      assertThat(tokens.validateToken(changed, HERE)).as("byte " + at).isNegative();
    }
  }
}
