package cutline.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cutline.runtime.Connection;
import cutline.runtime.Transport;
import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.contract.Dial;
import cutline.runtime.contract.End;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer that has shown its address may do, and what ends its connection. */
class LinkTest {

  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(2), End.PATIENCE, 3, 5, 1 << 20);

  private static final Limits HASTY =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), 3, 5, 1 << 20);

  private final List<End> accepted = new CopyOnWriteArrayList<>();
  private final QuicNetwork network = new QuicNetwork(1, LIMITS);
  private final QuicNetwork other = new QuicNetwork(1, LIMITS);
  private QuicServer server;

  private Transport.Receiver accept(Connection connection) {
    End end = new End(connection);
    accepted.add(end);
    return end;
  }

  @BeforeEach
  void listen() throws IOException {
    server = network.listen(ANY, this::accept);
  }

  @AfterEach
  void end() {
    for (End end : accepted) {
      assertThat(end.broken()).isEmpty();
    }
    other.close();
    network.close();
  }

  private End dial() {
    return dial(server.address());
  }

  private End dial(InetSocketAddress address) {
    Dial dial = new Dial();
    other.dial(address, dial);
    return dial.end();
  }

  private void assertEnds(RawPeer peer, Rejection why) throws Exception {
    assertEnds(peer, server, why);
  }

  private void assertEnds(RawPeer peer, QuicServer by, Rejection why) throws Exception {
    assertThat(peer.isClosedInTime()).isTrue();
    await().atMost(End.PATIENCE).until(() -> by.connections() == 0);
    assertThat(by.rejected(why)).isOne();
    accepted.forEach(End::awaitClosed);
  }

  @Test
  void whoSaysNothingAtFirstIsSentAway() throws Exception {
    try (QuicNetwork waiting = new QuicNetwork(1, HASTY);
        QuicServer hasty = waiting.listen(ANY, this::accept);
        RawPeer peer = new RawPeer(hasty.address())) {
      assertEnds(peer, hasty, Rejection.SILENCE);
    }
  }

  @Test
  void whoIsLetInAndThenSaysNothingIsSentAway() throws Exception {
    try (QuicNetwork waiting = new QuicNetwork(1, HASTY);
        QuicServer hasty = waiting.listen(ANY, this::accept);
        RawPeer peer = new RawPeer(hasty.address()).say(new Control.Open(""))) {
      assertEnds(peer, hasty, Rejection.SILENCE);
    }
    assertThat(accepted).hasSize(1);
  }

  @Test
  void whoHearsALongFarewellNeedNotSayAnything() throws Exception {
    Transport.Acceptor farewell =
        connection -> {
          for (int i = 0; i < 10; i++) {
            connection.send(List.of(new byte[Connection.MAX_FRAME]));
          }
          connection.close();
          return new End(connection);
        };
    try (QuicNetwork waiting = new QuicNetwork(1, HASTY);
        QuicServer hasty = waiting.listen(ANY, farewell)) {
      Dial dial =
          new Dial(connection -> {
            connection.pauseReading();
            return new End(connection);
          });
      other.dial(hasty.address(), dial);
      End end = dial.end();
      await()
          .pollDelay(HASTY.silence().multipliedBy(2))
          .atMost(End.PATIENCE)
          .until(() -> end.closedCalls() == 0);
      end.connection().resumeReading();
      end.awaitClosed();
      assertThat(end.received()).isEqualTo(10);
    }
  }

  @Test
  void whoDoesNotSayWhomItWantsIsSentAway() throws Exception {
    try (RawPeer peer = new RawPeer(server.address()).say(new Control.First(End.bytes("hello")))) {
      assertEnds(peer, Rejection.STREAM);
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void whatIsNoControlEndsTheConnection() throws Exception {
    try (RawPeer peer = new RawPeer(server.address()).say(End.bytes("GET / HTTP/1.1\r\n"))) {
      assertEnds(peer, Rejection.STREAM);
    }
  }

  @Test
  void aSecondFirstFrameEndsTheConnection() throws Exception {
    Control first = new Control.First(End.bytes("hello"));
    try (RawPeer peer =
        new RawPeer(server.address()).say(new Control.Open("")).say(first).say(first)) {
      assertEnds(peer, Rejection.STREAM);
    }
    assertThat(accepted.getFirst().received()).isOne();
  }

  private RawPeer greeted() throws Exception {
    return new RawPeer(server.address())
        .say(new Control.Open(""))
        .say(new Control.First(End.bytes("hello")));
  }

  @Test
  void aFrameOfALengthThatNoneHasEndsTheConnection() throws Exception {
    try (RawPeer peer = greeted().send(true, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF)) {
      assertEnds(peer, Rejection.STREAM);
    }
  }

  @Test
  void aStreamThatEndsInTheMiddleOfAFrameEndsTheConnection() throws Exception {
    try (RawPeer peer = greeted().send(true, (byte) 5, (byte) 1)) {
      assertEnds(peer, Rejection.STREAM);
    }
  }

  @Test
  void aStreamWithoutEndEndsTheConnection() throws Exception {
    byte[] frames = new byte[200_000];
    for (int i = 0; i < frames.length; i += 2) {
      frames[i] = 1;
    }
    try (RawPeer peer = greeted().send(false, frames)) {
      assertEnds(peer, Rejection.STREAM);
    }
  }

  @Test
  void manyFramesThatAreBegunAndNotEndedEndTheConnection() throws Exception {
    byte[] begun = new byte[60_000];
    begun[0] = (byte) 0x80;
    begun[1] = (byte) 0x80;
    begun[2] = 4;
    try (RawPeer peer = greeted()) {
      for (int i = 0; i < 300; i++) {
        peer.send(false, begun);
      }
      assertEnds(peer, Rejection.STREAM);
    }
  }

  @Test
  void whoEndsTheStreamThatBothSidesWriteEndsTheConnection() throws Exception {
    try (RawPeer peer = greeted().sayNoMore()) {
      assertThat(peer.isClosedInTime()).isTrue();
      await().atMost(End.PATIENCE).until(() -> server.connections() == 0);
    }
  }

  @Test
  void whoSaysThatItOpenedFewerStreamsThanItDidBreaksTheRules() throws Exception {
    try (RawPeer peer = greeted().send(true, (byte) 1, (byte) 7).send(true, (byte) 1, (byte) 8)) {
      await().atMost(End.PATIENCE).until(() -> accepted.getFirst().received() == 3);
      peer.say(new Control.End(1, ""));
      assertEnds(peer, Rejection.STREAM);
    }
  }

  @Test
  void framesWaitForTheFirstOne() throws Exception {
    try (RawPeer peer = new RawPeer(server.address()).say(new Control.Open(""))) {
      peer.send(true, (byte) 1, (byte) 'x');
      End good = dial();
      good.send("there");
      await().atMost(End.PATIENCE).until(() -> accepted.size() == 2);
      assertThat(accepted.get(1).takeText()).isEqualTo("there");
      assertThat(accepted.getFirst().received()).isZero();
      peer.say(new Control.First(End.bytes("hello")));
      assertThat(accepted.getFirst().takeText()).isEqualTo("hello");
      assertThat(accepted.getFirst().takeText()).isEqualTo("x");
    }
  }

  /** Until it has come nothing else is read: what competed with it would only delay it. */
  @Test
  void whatIsBehindTheFirstFrameWaitsUntilThatHasLeft() throws Exception {
    byte[] large = new byte[Connection.MAX_FRAME];
    try (RawPeer peer =
        new RawPeer(
            server.address(), Settings.client().initialMaxStreamDataBidirectionalLocal(1_000))) {
      peer.say(new Control.Open(""));
      await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
      accepted.getFirst().connection().send(List.of(large));
      accepted.getFirst().send("behind it");
      // It has left when QUIC has taken its end, some of which may still be there.
      assertThat(peer.awaitSaidBeforeFrames()).isGreaterThan(large.length / 2);
    }
  }

  @Test
  void onlySoManyMayHaveSaidNothingYet() throws Exception {
    List<RawPeer> silent = new ArrayList<>();
    for (int i = 0; i < LIMITS.unproven(); i++) {
      silent.add(new RawPeer(server.address()).say(new Control.Open("")));
    }
    Dial dial = new Dial();
    other.dial(server.address(), dial);
    assertThat(dial.failure()).endsWith("does not answer within 2000 ms");
    assertThat(server.rejected(Rejection.CROWDED)).isPositive();
    silent.forEach(RawPeer::close);
    await().atMost(End.PATIENCE).until(() -> server.connections() == 0);
    dial(server.address()).send("there is room again");
  }

  @Test
  void handshakesThatFailTakeNobodysPlace() throws Exception {
    assertThat(RawPeer.isLetIn(server.address(), "cutline/1")).isTrue();
    for (int i = 0; i < 2 * LIMITS.unproven(); i++) {
      assertThat(RawPeer.isLetIn(server.address(), "cutline/2")).isFalse();
    }
    dial().send("there is room");
    await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
    assertThat(accepted.getFirst().takeText()).isEqualTo("there is room");
    assertThat(server.rejected(Rejection.CROWDED)).isZero();
  }

  @Test
  void onlySoManyMayBeOpen() {
    List<End> open = new ArrayList<>();
    for (int i = 0; i < LIMITS.connections(); i++) {
      End end = dial();
      end.send("hello");
      open.add(end);
      int expected = i + 1;
      await()
          .atMost(End.PATIENCE)
          .until(() -> accepted.size() == expected && accepted.getLast().received() == 1);
    }
    Dial full = new Dial();
    other.dial(server.address(), full);
    assertThat(full.failure()).endsWith("5 connections are open");
    open.getFirst().connection().close();
    await().atMost(End.PATIENCE).until(() -> server.connections() == 4);
    dial().send("there is room again");
  }

  @Test
  void theNameChoosesTheProcess() throws IOException {
    LinkedHashMap<String, Transport.Acceptor> both = new LinkedHashMap<>();
    List<End> ofB = new CopyOnWriteArrayList<>();
    both.put("A", this::accept);
    both.put(
        "B",
        connection -> {
          End end = new End(connection);
          ofB.add(end);
          return end;
        });
    try (QuicServer hosts = network.listen(ANY, both)) {
      Dial dial = new Dial();
      other.dial(hosts.address(), "B", dial);
      dial.end().send("to B");
      await().atMost(End.PATIENCE).until(() -> !ofB.isEmpty());
      assertThat(ofB.getFirst().takeText()).isEqualTo("to B");
      Dial nobody = new Dial();
      other.dial(hosts.address(), "C", nobody);
      assertThat(nobody.failure()).endsWith("C is not here: A, B");
    }
  }

  @Test
  void aPeerThatLeavesTooMuchUnreadIsCutOff() {
    End end = dial();
    end.send("hello");
    await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
    accepted.getFirst().takeText();
    accepted.getFirst().connection().pauseReading();
    byte[] large = new byte[Connection.MAX_FRAME];
    await()
        .atMost(End.PATIENCE)
        .until(() -> {
          end.connection().send(List.of(large));
          return end.closedCalls() > 0;
        });
    assertThat(other.rejected(Rejection.UNREAD)).isOne();
    accepted.getFirst().connection().resumeReading();
    accepted.getFirst().awaitClosed();
  }

  @Test
  void aLostDatagramHoldsUpWhatItCarriedAndNothingElse() throws IOException {
    try (BadWire wire = BadWire.to(server.address(), 5)) {
      End end = dial(wire.address());
      end.send("hello");
      await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
      End far = accepted.getFirst();
      far.takeText();
      // The first may be sent again before the second leaves, or something else be lost.
      await()
          .atMost(End.PATIENCE)
          .until(() -> {
            wire.loseNext();
            end.send("first");
            await()
                .pollInterval(Duration.ofMillis(1))
                .atMost(End.PATIENCE)
                .until(() -> !wire.isLosing());
            end.send("second");
            List<String> came = List.of(far.takeText(), far.takeText());
            return came.equals(List.of("second", "first"));
          });
    }
  }

  @Test
  void onALongWayFramesLeaveTogether() throws IOException {
    int frames = 100;
    try (BadWire wire = BadWire.to(server.address(), 5).takes(Duration.ofMillis(200))) {
      End end = dial(wire.address());
      end.send("hello");
      await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
      End far = accepted.getFirst();
      far.takeText();
      wire.record();
      long begun = System.nanoTime();
      for (int number = 0; number < frames; number++) {
        // One a millisecond.
        end.send("" + number);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      for (int i = 0; i < frames; i++) {
        far.takeText();
      }
      // A process that stands still sends more.
      long distances = (System.nanoTime() - begun) / Spacing.MOST;
      assertThat(wire.recorded()).hasSizeLessThan((int) distances + frames / 4);
    }
  }

  @Test
  void whoIsNotHeardOfIsGone() throws IOException {
    try (BadWire wire = BadWire.to(server.address(), 5)) {
      End end = dial(wire.address());
      end.send("hello");
      await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
      wire.cut();
      end.awaitClosed();
      accepted.getFirst().awaitClosed();
    }
  }

  @Test
  void aConnectionThatIsNotUsedStays() throws IOException {
    End end = dial();
    end.send("hello");
    await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
    await()
        .pollDelay(QuicNetwork.IDLE.multipliedBy(2))
        .atMost(End.PATIENCE)
        .until(() -> end.closedCalls() == 0);
    end.send("still there");
    assertThat(accepted.getFirst().takeText()).isEqualTo("hello");
    assertThat(accepted.getFirst().takeText()).isEqualTo("still there");
  }

  @Test
  void thatNobodyListensAnyMoreIsKnownAtOnce() throws IOException {
    // A socket that is closed while a connection is open, as that of a killed process.
    BadWire wire = BadWire.to(server.address(), 5);
    End end = dial(wire.address());
    end.send("hello");
    await().atMost(End.PATIENCE).until(() -> !accepted.isEmpty());
    InetSocketAddress address = wire.address();
    wire.close();
    end.awaitClosed();
    Dial again = new Dial();
    other.dial(address, again);
    assertThat(again.failure()).startsWith("nobody listens at 127.0.0.1:");
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForForEver() throws IOException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Dial dial = new Dial();
      other.dial((InetSocketAddress) silent.getLocalSocketAddress(), dial);
      assertThat(dial.failure()).endsWith("does not answer within 2000 ms");
    }
  }

  @Test
  void aHostThatIsUnknownIsNamed() {
    Dial dial = new Dial();
    other.dial(InetSocketAddress.createUnresolved("no.such.host.invalid", 1), dial);
    assertThat(dial.failure()).isEqualTo("host no.such.host.invalid is unknown");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> other.listen(server.address(), this::accept))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + server.address().getPort())
        .hasMessageContaining("taken");
  }
}
