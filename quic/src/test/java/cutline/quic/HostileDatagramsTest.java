package cutline.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.runtime.Transport;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What anybody can send to the port: no answer is larger, nothing is accepted, nothing breaks. */
class HostileDatagramsTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Longer than a server takes to answer what it answers. */
  private static final int QUIET_MILLIS = 50;

  private final QuicNetwork network = new QuicNetwork();
  private final QuicNetwork other = new QuicNetwork();
  private final List<End> accepted = new CopyOnWriteArrayList<>();
  private QuicServer server;
  private BadWire wire;
  private End good;

  @BeforeEach
  void connect() throws IOException {
    Transport.Acceptor acceptor =
        connection -> {
          End end = new End(connection);
          accepted.add(end);
          return end;
        };
    server = network.listen(new InetSocketAddress(LOOPBACK, 0), acceptor);
    wire = BadWire.to(server.address(), 1).record();
    Dial dial = new Dial();
    other.dial(wire.address(), dial);
    good = dial.end();
    good.send("first");
    assertThat(accepted.getFirst().takeText()).isEqualTo("first");
  }

  @AfterEach
  void goodGoesOn() {
    good.send("last");
    assertThat(accepted.getFirst().takeText()).isEqualTo("last");
    assertThat(accepted).hasSize(1);
    assertThat(accepted.getFirst().broken()).isEmpty();
    wire.close();
    other.close();
    network.close();
  }

  /** Sends it from an address of its own; gives all that is answered. */
  private int answered(byte[] datagram) throws IOException {
    try (DatagramSocket stranger = new DatagramSocket(0, LOOPBACK)) {
      stranger.setSoTimeout(QUIET_MILLIS);
      stranger.send(new DatagramPacket(datagram, datagram.length, server.address()));
      int bytes = 0;
      DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
      while (true) {
        try {
          stranger.receive(answer);
          bytes += answer.getLength();
        } catch (SocketTimeoutException e) {
          return bytes;
        }
      }
    }
  }

  @Test
  void whatIsNotQuicGetsNoAnswer() throws IOException {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 2, 5, 20, 100, 1199, 1200, 1400, 9000, 65_507}) {
      byte[] any = new byte[size];
      random.nextBytes(any);
      if (size > 4) {
        any[0] &= 0x7F;
      }
      assertThat(answered(any)).as(size + " random bytes").isZero();
    }
    assertThat(answered("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))).isZero();
  }

  @Test
  void otherVersionsGetNoAnswerWhateverTheirSize() throws IOException {
    for (int size : new int[] {7, 50, 1200, 1400}) {
      byte[] hello = Arrays.copyOf(wire.recorded().getFirst(), size);
      for (int version : new int[] {0, 2, 0x6b3343cf, 0x1a2a3a4a, 0xff00001d}) {
        for (int i = 0; i < 4; i++) {
          hello[1 + i] = (byte) (version >>> (24 - 8 * i));
        }
        assertThat(answered(hello)).as("version %x, %d bytes", version, size).isZero();
      }
    }
  }

  @Test
  void whoHasNotShownItsAddressGetsNoMoreThanItSent() throws IOException {
    byte[] hello = wire.recorded().getFirst();
    assertThat(hello.length).isGreaterThanOrEqualTo(1200);
    int answer = answered(hello);
    assertThat(answer).as("a token").isBetween(1, hello.length);
    assertThat(answer).as("it is a tenth at most").isLessThan(hello.length / 10);
  }

  @Test
  void aTokenIsWorthNothingFromAnotherAddress() throws IOException {
    // The second datagram of a dialer repeats the token.
    byte[] withToken = wire.recorded().get(1);
    assertThat(answered(withToken)).isZero();
    assertThat(server.accepted()).isOne();
  }

  @Test
  void whatIsRepeatedFromElsewhereChangesNothing() throws IOException {
    for (int i = 0; i < 50; i++) {
      good.send("message " + i);
      assertThat(accepted.getFirst().takeText()).isEqualTo("message " + i);
    }
    for (byte[] datagram : new ArrayList<>(wire.recorded())) {
      assertThat(answered(datagram)).isLessThanOrEqualTo(datagram.length);
    }
    assertThat(accepted.getFirst().received()).isEqualTo(51);
    assertThat(server.accepted()).isOne();
  }

  @Test
  void answersGoToThePeerWhoeverNamesItsConnection() throws IOException {
    byte[] named = Arrays.copyOf(wire.recorded().getLast(), 40);
    try (DatagramSocket stranger = new DatagramSocket(0, LOOPBACK)) {
      for (int i = 0; i < 20; i++) {
        stranger.send(new DatagramPacket(named, named.length, server.address()));
        accepted.getFirst().send("news " + i);
        assertThat(good.takeText()).isEqualTo("news " + i);
      }
      stranger.setSoTimeout(QUIET_MILLIS);
      assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[1], 1)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whatIsCutOffChangesNothing() throws IOException {
    Random random = new Random(2);
    for (byte[] datagram : new ArrayList<>(wire.recorded())) {
      for (int i = 0; i < 5; i++) {
        byte[] part = Arrays.copyOf(datagram, random.nextInt(datagram.length));
        assertThat(answered(part)).isLessThanOrEqualTo(part.length);
      }
    }
    assertThat(accepted.getFirst().received()).isOne();
  }

  @Test
  void whatIsChangedChangesNothing() throws IOException {
    Random random = new Random(3);
    for (byte[] datagram : new ArrayList<>(wire.recorded())) {
      for (int i = 0; i < 5; i++) {
        byte[] changed = datagram.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
        assertThat(answered(changed)).isLessThanOrEqualTo(changed.length);
      }
    }
    assertThat(accepted.getFirst().received()).isOne();
  }
}
