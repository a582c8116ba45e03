package cutline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatagramRelayTest {

  private static final int SHORT_MILLIS = 100;

  private final List<Relay> relays = new ArrayList<>();
  private DatagramSocket process;
  private DatagramSocket sender;

  @BeforeEach
  void open() throws IOException {
    process = socket();
    sender = socket();
  }

  private static DatagramSocket socket() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(Relay.HOST), 0));
  }

  @AfterEach
  void close() {
    relays.forEach(Relay::close);
    process.close();
    sender.close();
  }

  private Relay relay(Weather weather) throws IOException {
    Relay relay = DatagramRelay.open(weather);
    relays.add(relay);
    relay.forwardTo(process.getLocalPort());
    return relay;
  }

  private static void send(DatagramSocket from, SocketAddress to, int content) throws IOException {
    from.send(new DatagramPacket(new byte[] {(byte) content}, 1, to));
  }

  private static DatagramPacket receive(DatagramSocket at) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[9], 9);
    at.receive(packet);
    assertThat(packet.getLength()).isEqualTo(1);
    return packet;
  }

  private static void assertHearsNothing(DatagramSocket at) throws IOException {
    at.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> receive(at)).isInstanceOf(SocketTimeoutException.class);
    at.setSoTimeout(0);
  }

  private void assertPasses(Relay relay) throws IOException {
    send(sender, relay.address(), 7);
    DatagramPacket there = receive(process);
    assertThat(there.getData()[0]).isEqualTo((byte) 7);
    send(process, there.getSocketAddress(), 8);
    DatagramPacket back = receive(sender);
    assertThat(back.getData()[0]).isEqualTo((byte) 8);
    assertThat(back.getSocketAddress()).isEqualTo(relay.address());
  }

  @Test
  void passesBothWaysForEachSenderApart() throws IOException {
    Relay relay = relay(Weather.CALM);
    assertPasses(relay);
    try (DatagramSocket other = socket()) {
      send(sender, relay.address(), 1);
      send(other, relay.address(), 2);
      DatagramPacket first = receive(process);
      DatagramPacket second = receive(process);
      assertThat(first.getPort()).isNotEqualTo(second.getPort());
      send(process, second.getSocketAddress(), 3);
      assertThat(receive(second.getData()[0] == 2 ? other : sender).getData()[0])
          .isEqualTo((byte) 3);
    }
  }

  @Test
  void goesWhereItIsToldAndNowhereBefore() throws IOException {
    Relay fresh = DatagramRelay.open(Weather.CALM);
    relays.add(fresh);
    send(sender, fresh.address(), 1);
    assertHearsNothing(process);
    fresh.forwardTo(process.getLocalPort());
    assertPasses(fresh);
    try (DatagramSocket other = socket()) {
      fresh.forwardTo(other.getLocalPort());
      send(sender, fresh.address(), 2);
      assertThat(receive(other).getData()[0]).isEqualTo((byte) 2);
    }
  }

  @Test
  void whatIsStalledIsLost() throws IOException {
    Relay relay = relay(Weather.CALM);
    relay.stall();
    send(sender, relay.address(), 1);
    assertHearsNothing(process);
    relay.resume();
    assertPasses(relay);
    assertThat(relay.damage().lost()).isEqualTo(1);
  }

  @Test
  void aCutLastsAWhileAndEnds() throws IOException {
    Relay relay = relay(Weather.CALM);
    relay.cut();
    send(sender, relay.address(), 1);
    assertHearsNothing(process);
    await()
        .atMost(SocketBank.PATIENCE)
        .until(() -> {
          send(sender, relay.address(), 2);
          process.setSoTimeout(SHORT_MILLIS);
          try {
            return receive(process).getData()[0] == 2;
          } catch (SocketTimeoutException e) {
            return false;
          }
        });
  }

  @Test
  void everyDatagramMayBeDoubled() throws IOException {
    Relay relay = relay(new Weather(0, 1, 0, Duration.ZERO, 1));
    send(sender, relay.address(), 1);
    assertThat(receive(process).getData()[0]).isEqualTo((byte) 1);
    assertThat(receive(process).getData()[0]).isEqualTo((byte) 1);
    assertHearsNothing(process);
  }

  @Test
  void someOvertakeOthersAndAllArrive() throws IOException {
    Relay relay = relay(new Weather(0, 0, 0.5, Duration.ofMillis(20), 1));
    List<Integer> arrived = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      send(sender, relay.address(), number);
    }
    while (arrived.size() < 100) {
      arrived.add((int) receive(process).getData()[0]);
    }
    assertThat(new HashSet<>(arrived)).hasSize(100);
    assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
    assertThat(relay.damage().delayed()).isBetween(20L, 80L);
  }

  @Test
  void theSameDatagramsAreLostForASeed() throws IOException {
    List<Integer> first = survivors(new Weather(0.2, 0, 0, Duration.ZERO, 3));
    assertThat(first).hasSizeBetween(60, 95);
    assertThat(survivors(new Weather(0.2, 0, 0, Duration.ZERO, 3))).isEqualTo(first);
    assertThat(survivors(new Weather(0.2, 0, 0, Duration.ZERO, 4))).isNotEqualTo(first);
  }

  private List<Integer> survivors(Weather weather) throws IOException {
    Relay relay = relay(weather);
    for (int number = 0; number < 100; number++) {
      send(sender, relay.address(), number);
    }
    await().atMost(SocketBank.PATIENCE).until(() -> relay.damage().passed() == 100);
    List<Integer> arrived = new ArrayList<>();
    while (arrived.size() < 100 - relay.damage().lost()) {
      arrived.add((int) receive(process).getData()[0]);
    }
    return arrived;
  }
}
