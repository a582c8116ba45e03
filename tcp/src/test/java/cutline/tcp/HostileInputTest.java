package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes to the port costs the connection that it came by, and no other. */
class HostileInputTest {

  /** As many bytes as a frame that has begun can still need. */
  private static final int LONGEST = 64 * 1024 + 6;

  private EchoServer echo;

  @BeforeEach
  void listen() throws IOException {
    echo = new EchoServer(Limits.DEFAULT);
  }

  @AfterEach
  void theGoodConnectionGoesOn() {
    echo.assertGoodGoesOn();
    echo.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a length of 0                | 01 00                            | is 0
          a length of 64 KiB and 1     | 01 81 80 04                      | is 65537
          a length of 2^31 - 1         | 01 ff ff ff ff 07                | more than 3 bytes
          a negative length of 32 bits | 01 ff ff ff ff 0f                | more than 3 bytes
          a negative length of 64 bits | 01 ff ff ff ff ff ff ff ff ff 01 | more than 3 bytes
          a length without an end      | 01 80 80 80 80 80 80 80 80 80 80 | more than 3 bytes
          a padded length              | 01 85 00 01 02 03 04 05          | more bytes than it needs
          a stream of 2^31 - 1         | ff ff ff ff 07 01 78             | more than 3 bytes
          a stream without an end      | 80 80 80 80 80 80 80 80 80 80    | more than 3 bytes
          a padded stream              | 81 00 01 78                      | more bytes than it needs
          """)
  void aBadLengthEndsTheConnection(String name, String hex, String why) throws IOException {
    try (RawPeer peer = RawPeer.greeted(echo.address())) {
      peer.write(HexFormat.of().parseHex(hex.replace(" ", ""))).awaitClosed();
    }
    echo.assertRejected(Rejection.LENGTH, why);
  }

  @Test
  void bytesAfterAFrameMustBeAFrame() throws IOException {
    try (RawPeer peer = RawPeer.greeted(echo.address())) {
      peer.write(1, 2, 'h', 'i');
      assertThat(peer.read(4)).isEqualTo(new byte[] {1, 2, 'h', 'i'});
      peer.write(1, 0).awaitClosed();
    }
    echo.assertRejected(Rejection.LENGTH, "is 0");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an HTTP request, 474554202f20485454502f312e310d0a486f73743a20780d0a0d0a",
    "a TLS ClientHello, 1603010200010001fc0303",
    "an SSH client, 5353482d322e302d4f70656e5353480d0a",
    "a wrong last letter, 4355544d01",
    "zeros, 0000000000000000"
  })
  void aStrangerIsShownTheDoorAtOnce(String name, String hex) throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      peer.write(HexFormat.of().parseHex(hex));
      peer.awaitClosed();
    }
    echo.assertRejected(Rejection.NOT_CUTLINE, "it begins with the bytes " + hex.substring(0, 10));
  }

  @Test
  void oneWrongByteIsEnough() throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      peer.write('G');
      peer.awaitClosed();
    }
    echo.assertRejected(Rejection.NOT_CUTLINE, "47");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255})
  void anotherVersionIsGreetedAndLeft(int version) throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      peer.write('C', 'U', 'T', 'L', version);
      assertThat(peer.read(5)).isEqualTo(RawPeer.PREFACE);
      peer.awaitClosed();
    }
    echo.assertRejected(Rejection.VERSION, "version " + version + ", this is version 2");
  }

  @Test
  void randomBytesNeverGetThrough() throws IOException {
    Random random = new Random(42);
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[1 + random.nextInt(2000)];
      random.nextBytes(noise);
      try (RawPeer peer = new RawPeer(echo.address())) {
        peer.tryToWrite(noise).awaitClosed();
      }
    }
    assertThat(echo.server().rejected(Rejection.NOT_CUTLINE)).isEqualTo(100);
    assertThat(echo.accepted()).hasSize(1);
  }

  @Test
  void randomFramesEndWithTheFirstBadOne() throws IOException {
    Random random = new Random(43);
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[2000];
      random.nextBytes(noise);
      try (RawPeer peer = RawPeer.greeted(echo.address())) {
        peer.tryToWrite(noise).tryToWrite(new byte[LONGEST]).awaitClosed();
      }
    }
    assertThat(echo.server().rejected(Rejection.LENGTH) + echo.server().rejected(Rejection.STREAM))
        .isEqualTo(100);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing, ''",
    "half a greeting, 4355",
    "a greeting only, 4355544c02",
    "half a length, 4355544c020180",
    "half a stream, 4355544c0280",
    "a length only, 4355544c020105",
    "half a frame, 4355544c0201056869"
  })
  void goingAwayInTheMiddleIsNoOffence(String name, String hex) throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      peer.write(HexFormat.of().parseHex(hex));
    }
    await().atMost(End.PATIENCE).until(() -> echo.server().accepted() == 2);
    await().atMost(End.PATIENCE).until(() -> echo.server().connections() == 1);
    echo.accepted().stream().skip(1).forEach(End::awaitClosed);
    for (Rejection reason : Rejection.values()) {
      assertThat(echo.server().rejected(reason)).as(reason.name()).isZero();
    }
    assertThat(echo.log().warnings()).isEmpty();
    assertThat(echo.log().bugs()).isEmpty();
  }

  @Test
  void aGreetingMayComeByteByByte() throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      for (byte next : RawPeer.PREFACE) {
        peer.write(next);
      }
      for (byte next : RawPeer.framed(0, new Control.Open(1, "").frame())) {
        peer.write(next);
      }
      for (byte next : new byte[] {1, 2, 'h', 'i'}) {
        peer.write(next);
      }
      assertThat(peer.read(5)).isEqualTo(RawPeer.PREFACE);
      assertThat(peer.hear()).isEqualTo(new Control.Opened(1));
      assertThat(peer.read(4)).isEqualTo(new byte[] {1, 2, 'h', 'i'});
    }
  }

  @Test
  void aGreetingMayComeTogetherWithFrames() throws IOException {
    try (RawPeer peer = new RawPeer(echo.address())) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(RawPeer.PREFACE);
      all.write(RawPeer.framed(0, new Control.Open(1, "").frame()));
      all.write(new byte[] {1, 2, 'h', 'i', 1, 1, '!'});
      peer.write(all.toByteArray());
      assertThat(peer.read(5)).isEqualTo(RawPeer.PREFACE);
      assertThat(peer.hear()).isEqualTo(new Control.Opened(1));
      assertThat(peer.read(7)).isEqualTo(new byte[] {1, 2, 'h', 'i', 1, 1, '!'});
    }
  }

  @Test
  void twoThousandHostileConnectionsLeaveNothingBehind() throws Exception {
    hostile(200);
    long before = MemoryUsed.now();
    hostile(2_000);
    echo.assertGoodGoesOn();
    await().atMost(End.PATIENCE).until(() -> echo.server().connections() == 1);
    await()
        .atMost(End.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(MemoryUsed.now() - before).isLessThan(8 << 20));
  }

  /** Of every four one lies about its length, one stops in the middle, two are strangers. */
  private void hostile(int count) throws IOException {
    int batch = 50;
    for (int done = 0; done < count; done += batch) {
      RawPeer[] peers = new RawPeer[batch];
      for (int i = 0; i < batch; i++) {
        peers[i] = new RawPeer(echo.address());
        switch (i % 4) {
          case 0 -> peers[i].tryToWrite(RawPeer.PREFACE).tryToWrite(new byte[60_000]);
          case 1 ->
              peers[i].write(RawPeer.PREFACE).write(1, 0xFF, 0xFF, 0x03).write(new byte[60_000]);
          case 2 -> peers[i].tryToWrite(new byte[30_000]);
          default -> peers[i].tryToWrite("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
      }
      echo.assertGoodGoesOn();
      for (int i = 0; i < batch; i++) {
        if (i % 4 != 1) {
          peers[i].awaitClosed();
        }
        peers[i].close();
      }
    }
  }
}
