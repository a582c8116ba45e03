package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import cutline.bank.wire.Request;
import cutline.bank.wire.Status;
import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import cutline.runtime.wire.Acknowledgement;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Marker;
import cutline.runtime.wire.Refusal;
import cutline.runtime.wire.ReportPart;
import cutline.runtime.wire.SnapshotId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A branch whose peer is not what it says, or says what it must not. The peer is called 0. */
class HostilePeerTest {

  private final MemoryBank branches = new MemoryBank("A");
  private final BankDefinition bank = branches.of(1_000, List.of("0", "A"));
  private Peer peer;

  @BeforeEach
  void deal() {
    try (Asker asker = new Asker(branches.transport("asker"), "A")) {
      asker.ask(Request.newBuilder().setInitBranch(bank.initBranch("A")).build());
    }
    peer = new Peer();
  }

  @AfterEach
  void theBranchGoesOn() {
    assertThat(branches.status("A").getPhase()).isEqualTo(Status.Phase.READY);
    assertThat(branches.halted).isEmpty();
    branches.close();
  }

  /** The other end of a connection to a branch. */
  private final class Peer implements Transport.Dialer, Transport.Receiver {

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();

    Peer() {
      this("A");
    }

    Peer(String branch) {
      branches.transport("0").dial(branch, this);
    }

    /** Says so, and gives what A says to it. */
    Frame hello(Consumer<Hello.Builder> change) {
      Hello.Builder hello =
          Hello.newBuilder()
              .setSystem(bank.id())
              .setFrom("0")
              .setTo("A")
              .setIncarnation(1)
              .setNonce(5);
      change.accept(hello);
      send(Frame.newBuilder().setHello(hello).build());
      return next();
    }

    Peer greeted() {
      assertThat(hello(_ -> {}).hasHello()).isTrue();
      return this;
    }

    void send(Frame frame) {
      connection.join().send(List.of(frame.toByteArray()));
    }

    void send(Entry.Builder entry) {
      send(Frame.newBuilder().setEntry(entry).build());
    }

    Frame next() {
      try {
        Frame frame = frames.poll(MemoryBank.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return frame == null ? Frame.getDefaultInstance() : frame;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Reads until this number is acknowledged. */
    void awaitAcknowledged(long number) {
      Frame frame = next();
      while (frame.getAcknowledgement().getReceived() != number) {
        assertThat(frame.getKindCase()).isIn(Frame.KindCase.ENTRY, Frame.KindCase.ACKNOWLEDGEMENT);
        frame = next();
      }
    }

    void assertDisconnected() {
      Frame frame = next();
      while (!frame.equals(GONE)) {
        assertThat(frame.getKindCase()).isIn(Frame.KindCase.ENTRY, Frame.KindCase.ACKNOWLEDGEMENT);
        frame = next();
      }
    }

    @Override
    public Transport.Receiver connected(Connection made) {
      connection.complete(made);
      return this;
    }

    @Override
    public void failed(String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      try {
        frames.add(Frame.parseFrom(frame));
      } catch (InvalidProtocolBufferException e) {
        throw new MalformedException("not a frame", e);
      }
    }

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {
      frames.add(GONE);
    }
  }

  private static final Frame GONE =
      Frame.newBuilder().setClient(ByteString.copyFromUtf8("gone")).build();

  private static SnapshotId.Builder id(String initiator, long number) {
    return SnapshotId.newBuilder().setInitiator(initiator).setIncarnation(1).setNumber(number);
  }

  private static Entry.Builder transfer(long number, long amount) {
    return Entry.newBuilder()
        .setNumber(number)
        .setMessage(
            cutline.bank.wire.Transfer.newBuilder().setAmount(amount).build().toByteString());
  }

  private static Entry.Builder marker(long number, SnapshotId.Builder id, long before) {
    return Entry.newBuilder()
        .setNumber(number)
        .setMarker(Marker.newBuilder().setSnapshot(id).setMessagesBefore(before));
  }

  // ----------------------------------------------------------------- greetings

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void strangersAreRefused(String name, Refusal.Code code, Consumer<Hello.Builder> change) {
    Frame answer = peer.hello(change);
    assertThat(answer.getRefusal().getCode()).isEqualTo(code);
    assertThat(answer.getRefusal().getReason()).isNotEmpty().hasSizeLessThan(3_000);
    peer.assertDisconnected();
    await()
        .untilAsserted(() ->
            assertThat(branches.warnings)
                .singleElement()
                .satisfies(
                    warning -> assertThat(warning).startsWith("A refused a connection of ")));
  }

  static Stream<Arguments> strangersAreRefused() {
    Refusal.Code identity = Refusal.Code.WRONG_IDENTITY;
    Refusal.Code mismatch = Refusal.Code.LOG_MISMATCH;
    return Stream.of(
        change("another bank", identity, hello -> hello.setSystem("0".repeat(32))),
        change("no bank", identity, Hello.Builder::clearSystem),
        change("a long bank", identity, hello -> hello.setSystem("x\n".repeat(20_000))),
        change("another receiver", identity, hello -> hello.setTo("B")),
        change("no member", identity, hello -> hello.setFrom("X")),
        change("nobody", identity, Hello.Builder::clearFrom),
        change("the branch itself", identity, hello -> hello.setFrom("A")),
        change("no incarnation", identity, Hello.Builder::clearIncarnation),
        change("a negative incarnation", identity, hello -> hello.setIncarnation(-1)),
        change("more received than was sent", mismatch, hello -> hello.setReceived(1)),
        change("2^64 - 1 received", mismatch, hello -> hello.setReceived(-1)),
        change("2^64 - 1 sent", mismatch, hello -> hello.setSent(-1)));
  }

  private static Arguments change(String name, Refusal.Code code, Consumer<Hello.Builder> change) {
    return Arguments.of(name, code, change);
  }

  @Test
  void aBranchWithoutABankAsksForPatience() {
    branches.start("B");
    peer = new Peer("B");
    Frame answer = peer.hello(_ -> {});
    assertThat(answer.getRefusal().getCode()).isEqualTo(Refusal.Code.NOT_READY);
    peer.assertDisconnected();
  }

  // -------------------------------------------------------------------- faults

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void faultsEndTheConnectionAndChangeNothing(String name, Frame frame) {
    peer.greeted().send(frame);
    peer.assertDisconnected();
    Status status = branches.status("A");
    assertThat(status.getBalance()).isEqualTo(500);
    assertThat(status.getReceived()).isZero();
    peer = new Peer();
    peer.greeted().send(transfer(1, 7));
    peer.awaitAcknowledged(1);
    assertThat(branches.status("A").getBalance()).isEqualTo(507);
  }

  static Stream<Arguments> faultsEndTheConnectionAndChangeNothing() {
    ReportPart.Builder report = ReportPart.newBuilder().setParts(1);
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    Decision.Builder decision =
        Decision.newBuilder().setSnapshot(id("A", 1)).setStatus(Decision.Status.COMPLETE);
    return Stream.of(
        entry("a transfer of $0", transfer(1, 0)),
        entry("a transfer of $-1", transfer(1, -1)),
        entry("more than the bank holds", transfer(1, 1_001)),
        entry("the most", transfer(1, Long.MAX_VALUE)),
        entry("no transfer", Entry.newBuilder().setNumber(1).setMessage(ByteString.fromHex("ff"))),
        entry("a gap", transfer(2, 1)),
        entry("a wide gap", transfer(Long.MAX_VALUE, 1)),
        entry("no content", Entry.newBuilder().setNumber(1)),
        entry("a marker of nobody", marker(1, id("", 1), 0)),
        entry("a marker without a number", marker(1, id("0", 0), 0)),
        entry("a marker with a count of 2^63", marker(1, id("0", 1), Long.MIN_VALUE)),
        entry(
            "a report to another initiator",
            Entry.newBuilder().setNumber(1).setReport(report.setSnapshot(id("0", 1)))),
        entry(
            "the decision of another initiator",
            Entry.newBuilder().setNumber(1).setDecision(decision)),
        entry(
            "a decision without a status",
            Entry.newBuilder()
                .setNumber(1)
                .setDecision(decision.clone().setSnapshot(id("0", 1)).clearStatus())),
        Arguments.of(
            "an acknowledgement of what was not sent",
            Frame.newBuilder()
                .setAcknowledgement(Acknowledgement.newBuilder().setReceived(1_000))
                .build()),
        Arguments.of(
            "a second greeting",
            Frame.newBuilder().setHello(Hello.newBuilder().setFrom("0")).build()),
        Arguments.of("no known kind", Frame.newBuilder().setUnknownFields(unknown).build()),
        Arguments.of("a client's frame", GONE));
  }

  private static Arguments entry(String name, Entry.Builder entry) {
    return Arguments.of(name, Frame.newBuilder().setEntry(entry).build());
  }

  // ------------------------------------------------------ what does no harm

  @Test
  void moneyCountsOnceHoweverOftenItComes() {
    peer.greeted();
    for (int i = 0; i < 3; i++) {
      peer.send(transfer(1, 10));
    }
    peer.send(transfer(2, 5));
    peer.send(transfer(1, 10));
    peer.awaitAcknowledged(2);
    assertThat(branches.status("A").getBalance()).isEqualTo(515);
    peer = new Peer();
    assertThat(peer.hello(hello -> hello.setSent(2)).getHello().getReceived()).isEqualTo(2);
    peer.send(transfer(2, 5));
    peer.send(transfer(3, 1));
    peer.awaitAcknowledged(3);
    assertThat(branches.status("A").getBalance()).isEqualTo(516);
  }

  @Test
  void moneyThatComesBeforeTheStartIsNotLost() {
    peer.greeted().send(transfer(1, 10));
    peer.awaitAcknowledged(1);
    Status status = branches.status("A");
    assertThat(status.getPhase()).isEqualTo(Status.Phase.READY);
    assertThat(status.getBalance()).isEqualTo(510);
  }

  @Test
  void markersAndReportsOfUnknownSnapshotsAreTakenAndForgotten() {
    peer.greeted();
    peer.send(marker(1, id("X", 1), 0));
    peer.send(marker(2, id("A", 99), 0));
    peer.send(marker(3, id("A", Long.MAX_VALUE), 0));
    peer.send(
        Entry.newBuilder()
            .setNumber(4)
            .setReport(ReportPart.newBuilder().setSnapshot(id("A", 5)).setParts(1)));
    peer.send(
        Entry.newBuilder()
            .setNumber(5)
            .setDecision(
                Decision.newBuilder().setSnapshot(id("0", 1)).setStatus(Decision.Status.ABORTED)));
    peer.send(marker(6, id("0", 1), 0));
    peer.awaitAcknowledged(6);
  }

  @Test
  void aMarkerThatCountsWrongEndsItsSnapshotOnly() {
    peer.greeted().send(marker(1, id("0", 1), 7));
    peer.awaitAcknowledged(1);
    await().atMost(MemoryBank.PATIENCE).until(() -> !branches.warnings.isEmpty());
    assertThat(branches.warnings)
        .singleElement()
        .satisfies(warning -> assertThat(warning).startsWith("A gives up snapshot 0.1.1: "));
    peer.send(transfer(2, 5));
    peer.awaitAcknowledged(2);
    assertThat(branches.status("A").getBalance()).isEqualTo(505);
  }

  @Test
  void aFloodOfMarkersIsTakenAndTheBranchGoesOn() {
    peer.greeted();
    for (int number = 1; number <= 3_000; number++) {
      peer.send(marker(number, id("0", number), 0));
      if (number % 100 == 0) {
        peer.awaitAcknowledged(number);
      }
    }
    peer.send(transfer(3_001, 5));
    peer.awaitAcknowledged(3_001);
    assertThat(branches.status("A").getBalance()).isEqualTo(505);
  }

  @Test
  void aSecondProcessOfTheSameNameIsShutOut() {
    peer.greeted().send(transfer(1, 5));
    peer.awaitAcknowledged(1);
    Peer second = new Peer();
    Frame answer = second.hello(hello -> hello.setNonce(6).setSent(1));
    assertThat(answer.getRefusal().getCode()).isEqualTo(Refusal.Code.FENCED);
    peer.send(transfer(2, 5));
    peer.awaitAcknowledged(2);
  }
}
