package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.ReturnSnapshot;
import cutline.runtime.MalformedException;
import cutline.runtime.Parts;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, they are a message or malformed, and nothing else comes of them. */
class MessagesFuzzTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomBytes(long seed) {
    Random random = new Random(seed);
    int messages = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);
      messages += isRequest(noise) ? 1 : 0;
      messages += isReply(noise) ? 1 : 0;
    }
    assertThat(messages).isPositive();
  }

  /** Flips bits of what is right, which gets further than noise. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedMessages(long seed) {
    Random random = new Random(seed);
    byte[] request =
        Request.newBuilder()
            .setInitBranch(BankDefinitionTest.BANK.initBranch("A"))
            .build()
            .toByteArray();
    byte[] reply = Messages.returnSnapshot(MessagesTest.part(50)).getFirst().toByteArray();
    assertThat(isRequest(request)).isTrue();
    assertThat(isReply(reply)).isTrue();
    for (int i = 0; i < 2_000; i++) {
      isRequest(damaged(request, random));
      isReply(damaged(reply, random));
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  private static boolean isRequest(byte[] bytes) {
    try {
      Request request = Messages.request(bytes);
      if (request.hasInitBranch()) {
        BankDefinition.of(request.getInitBranch());
      }
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static boolean isReply(byte[] bytes) {
    try {
      Reply reply = Messages.reply(bytes);
      ReturnSnapshot part = reply.getReturnSnapshot();
      if (reply.hasReturnSnapshot()) {
        byte[] whole =
            new Parts().add(part.getPart(), part.getParts(), part.getData().toByteArray());
        if (whole != null) {
          Messages.branchSnapshot(MessagesTest.ID, "A", whole);
        }
      }
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }
}
