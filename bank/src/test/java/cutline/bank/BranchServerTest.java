package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import cutline.bank.wire.InitBranch;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.RetrieveSnapshot;
import cutline.bank.wire.SnapshotDecided;
import cutline.bank.wire.Start;
import cutline.bank.wire.Status;
import cutline.runtime.Untrusted;
import cutline.runtime.wire.Acknowledgement;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a branch answers to programs that are not branches, whatever they say. */
class BranchServerTest {

  private static final long SECOND = 1_000_000_000;

  private MemoryBank branches;
  private BankDefinition bank;
  private Asker asker;

  @BeforeEach
  void startBranches() {
    branches = new MemoryBank("A", "B");
    bank = branches.of(4_001);
    asker = connect();
  }

  @AfterEach
  void theBankStillWorks() throws Exception {
    assertThat(branches.halted).isEmpty();
    branches.take(bank, 3).assertExact(3);
    branches.close();
  }

  private Asker connect() {
    return new Asker(branches.transport("asker"), "A");
  }

  private static Request inquiry() {
    return Request.newBuilder().setInquiry(Inquiry.getDefaultInstance()).build();
  }

  private static Request init(InitBranch request) {
    return Request.newBuilder().setInitBranch(request).build();
  }

  private Request init() {
    return init(bank.initBranch("A"));
  }

  private static Request start() {
    return Request.newBuilder().setStart(Start.getDefaultInstance()).build();
  }

  private static Request snapshot(String request, long timeoutNanos) {
    return Request.newBuilder()
        .setInitSnapshot(
            InitSnapshot.newBuilder().setRequest(request).setTimeoutNanos(timeoutNanos))
        .build();
  }

  private static Request retrieve(String snapshot) {
    return Request.newBuilder()
        .setRetrieveSnapshot(RetrieveSnapshot.newBuilder().setSnapshot(snapshot))
        .build();
  }

  private static void assertRefused(Reply reply, Refused.Code code, String reason) {
    assertThat(reply.getRefused().getCode()).isEqualTo(code);
    assertThat(reply.getRefused().getReason()).isEqualTo(reason);
  }

  // -------------------------------------------------------------- the phases

  @Test
  void aFreshBranchKnowsItsNameAndNothingElse() {
    assertThat(asker.ask(inquiry()).getStatus())
        .isEqualTo(Status.newBuilder().setName("A").setPhase(Status.Phase.FRESH).build());
  }

  @Test
  void aFreshBranchHasNoAccount() {
    for (Request request : new Request[] {start(), snapshot("s", 1), retrieve("A.1.1")}) {
      assertRefused(asker.ask(request), Refused.Code.NOT_READY, "A has no account yet");
    }
    assertThat(branches.status("A").getPhase()).isEqualTo(Status.Phase.FRESH);
  }

  @Test
  void aBranchIsMadePartOfABankOnce() {
    Status ready = asker.ask(init()).getStatus();
    assertThat(ready)
        .isEqualTo(
            Status.newBuilder()
                .setName("A")
                .setPhase(Status.Phase.READY)
                .setBank(bank.id())
                .setTotal(4_001)
                .setBalance(2_001)
                .addPeers(Peer.getDefaultInstance())
                .build());
    assertThat(asker.ask(init()).getStatus()).isEqualTo(ready);
    assertThat(connect().ask(init()).getStatus()).isEqualTo(ready);
  }

  @Test
  void aStartedBranchStaysStarted() {
    asker.ask(init());
    new Asker(branches.transport("asker"), "B").ask(init(bank.initBranch("B")));
    assertThat(asker.ask(start()).getStatus().getPhase()).isEqualTo(Status.Phase.STARTED);
    assertThat(asker.ask(start()).getStatus().getPhase()).isEqualTo(Status.Phase.STARTED);
    Status again = asker.ask(init()).getStatus();
    assertThat(again.getPhase()).isEqualTo(Status.Phase.STARTED);
    assertThat(again.getTotal()).isEqualTo(4_001);
  }

  @Test
  void anotherBankIsRefusedAndTheBalanceStays() {
    asker.ask(init());
    for (BankDefinition other :
        new BankDefinition[] {
          branches.of(8_000), branches.of(4_001, List.of("B", "A")), branches.of(0)
        }) {
      assertRefused(
          asker.ask(init(other.initBranch("A"))),
          Refused.Code.OTHER_BANK,
          "this bank holds $4,001; use a new --data");
    }
    assertThat(branches.status("A").getBalance()).isEqualTo(2_001);
    assertThat(branches.status("A").getPhase()).isEqualTo(Status.Phase.READY);
  }

  @Test
  void anotherNameIsRefused() {
    assertRefused(
        asker.ask(init(bank.initBranch("B"))), Refused.Code.OTHER_NAME, "this is branch A, not B");
    assertThat(branches.status("A").getPhase()).isEqualTo(Status.Phase.FRESH);
  }

  @Test
  void aBankThatContradictsItselfIsRefused() {
    assertRefused(
        asker.ask(init(bank.initBranch("A").toBuilder().setTotal(4_002).build())),
        Refused.Code.INVALID,
        "the bank's id or the shares do not fit its total and branches");
    assertThat(branches.status("A").getPhase()).isEqualTo(Status.Phase.FRESH);
    asker.ask(init());
    assertRefused(
        asker.ask(init(bank.initBranch("A").toBuilder().setTotal(-1).build())),
        Refused.Code.INVALID,
        "$-1 for 2 branches");
    assertThat(branches.status("A").getBalance()).isEqualTo(2_001);
  }

  // --------------------------------------------------------------- snapshots

  @Test
  void aSnapshotIsStartedDecidedAndRetrieved() throws Exception {
    branches.take(bank, 1);
    assertThat(asker.ask(snapshot("mine", 20 * SECOND)).getSnapshotStarted().getSnapshot())
        .matches("A\\.1\\.\\d+");
    SnapshotDecided decided = asker.next().getSnapshotDecided();
    assertThat(decided.getRequest()).isEqualTo("mine");
    assertThat(decided.getStatus()).isEqualTo(SnapshotDecided.Status.COMPLETE);
    Reply part = asker.ask(retrieve(decided.getSnapshot()));
    assertThat(part.getReturnSnapshot().getSnapshot()).isEqualTo(decided.getSnapshot());
    assertThat(part.getReturnSnapshot().getParts()).isEqualTo(1);
  }

  @Test
  void theSameRequestLeadsToTheSameSnapshot() throws Exception {
    branches.take(bank, 1);
    asker.send(snapshot("same", 20 * SECOND));
    String id = asker.next().getSnapshotStarted().getSnapshot();
    SnapshotDecided decided = asker.next().getSnapshotDecided();
    Asker other = connect().send(snapshot("same", 20 * SECOND));
    List<Reply> answers = List.of(other.next(), other.next());
    assertThat(answers)
        .extracting(answer -> answer.getSnapshotStarted().getSnapshot())
        .contains(id);
    assertThat(answers).extracting(Reply::getSnapshotDecided).contains(decided);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 24 * 3_600 * SECOND + 1, Long.MAX_VALUE})
  void absurdTimeoutsAreRefused(long timeoutNanos) {
    asker.ask(init());
    Reply reply = asker.ask(snapshot("s", timeoutNanos));
    assertRefused(
        reply,
        Refused.Code.INVALID,
        "a snapshot needs a request id and a timeout of at most a day");
    assertThat(reply.getRefused().getSubject()).isEqualTo("s");
  }

  @Test
  void aSnapshotNeedsARequestId() {
    asker.ask(init());
    assertThat(asker.ask(snapshot("", SECOND)).getRefused().getCode())
        .isEqualTo(Refused.Code.INVALID);
  }

  @Test
  void aTimeoutOfNothingIsOver() {
    asker.ask(init());
    asker.ask(snapshot("s", 0));
    SnapshotDecided decided = asker.next().getSnapshotDecided();
    assertThat(decided.getStatus()).isEqualTo(SnapshotDecided.Status.INCOMPLETE);
    assertThat(decided.getReason()).isEqualTo("no report from A, B");
  }

  @Test
  void whoeverWantsTooManyAtOnceIsTold() {
    asker.ask(init());
    for (int i = 0; i < 64; i++) {
      assertThat(asker.ask(snapshot("s" + i, 3_600 * SECOND)).hasSnapshotStarted()).isTrue();
    }
    Reply reply = asker.ask(snapshot("one too many", SECOND));
    assertRefused(reply, Refused.Code.BUSY, "A already records 64 snapshots, the most it may");
    assertThat(reply.getRefused().getSubject()).isEqualTo("one too many");
    // The other branch is still missing. Once it is there, all of them come to an end.
    await().atMost(MemoryBank.PATIENCE).until(() -> branches.take(bank, 1).isExact());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "A.1",
        "A.1.1",
        "B.1.1",
        "X.1.1",
        "A.-1.1",
        "A.1.99999999999999999999",
        "\u0000",
        "../../etc/passwd"
      })
  void unknownSnapshotsAreRefused(String snapshot) {
    asker.ask(init());
    Reply reply = asker.ask(retrieve(snapshot));
    assertThat(reply.getRefused().getCode()).isEqualTo(Refused.Code.NO_SUCH_SNAPSHOT);
    assertThat(reply.getRefused().getReason())
        .isEqualTo("A has no finished part of snapshot " + Untrusted.line(snapshot));
    assertThat(reply.getRefused().getSubject()).isEqualTo(snapshot);
  }

  @Test
  void onlyTheLastSnapshotsAreKept() throws Exception {
    branches.take(bank, 1);
    asker.ask(snapshot("first", 20 * SECOND));
    String first = asker.next().getSnapshotDecided().getSnapshot();
    for (int i = 0; i < 16; i++) {
      assertThat(asker.ask(retrieve(first)).hasReturnSnapshot()).isTrue();
      asker.ask(snapshot("s" + i, 20 * SECOND));
      asker.next();
    }
    assertThat(asker.ask(retrieve(first)).getRefused().getCode())
        .isEqualTo(Refused.Code.NO_SUCH_SNAPSHOT);
  }

  // ----------------------------------------------------------------- hostile

  @ParameterizedTest(name = "{index}")
  @MethodSource
  void whatMakesNoSenseEndsTheConnection(byte[] frame) {
    asker.sendFrame(frame).assertDisconnected();
    asker = connect();
    asker.ask(init());
    asker.sendFrame(frame).assertDisconnected();
    assertThat(branches.status("A").getBalance()).isEqualTo(2_001);
  }

  static Stream<byte[]> whatMakesNoSenseEndsTheConnection() {
    Frame.Builder frame = Frame.newBuilder();
    String long60k = "x".repeat(60_000);
    return Stream.of(
        frame.setClient(ByteString.EMPTY).build().toByteArray(),
        frame.setClient(ByteString.copyFromUtf8("GET / HTTP/1.1\r\n")).build().toByteArray(),
        frame.setClient(ByteString.fromHex("7a00")).build().toByteArray(),
        frame.setClient(ByteString.fromHex("0a01")).build().toByteArray(),
        frame.setClient(snapshot(long60k, 1).toByteString()).build().toByteArray(),
        frame.setClient(retrieve(long60k).toByteString()).build().toByteArray(),
        frame.setEntry(Entry.getDefaultInstance()).build().toByteArray(),
        frame.setAcknowledgement(Acknowledgement.getDefaultInstance()).build().toByteArray(),
        HexFormat.of().parseHex("ff"),
        HexFormat.of().parseHex("3200"));
  }

  /** The answer repeats the name, and must still fit into a frame. */
  @Test
  void theLongestNamesAreRefusedAsAnyOther() {
    InitBranch.Builder request = bank.initBranch("A").toBuilder();
    String name = "x".repeat(60_000);
    assertThat(asker.ask(init(request.setYou(name).build())).getRefused().getReason())
        .startsWith("this is branch A, not xxx")
        .hasSize(1_000);
    request.setYou("A").getMembersBuilder(1).setName(name);
    assertThat(asker.ask(init(request.build())).getRefused().getReason()).hasSize(1_000);
    request.getMembersBuilder(1).setName("\u001b[2J\n");
    assertThat(asker.ask(init(request.build())).getRefused().getReason())
        .startsWith("' [2J ' is not a name");
    assertThat(branches.status("A").getPhase()).isEqualTo(Status.Phase.FRESH);
  }

  @Test
  void aFloodOfRequestsIsAnsweredInOrder() {
    asker.ask(init());
    for (int i = 0; i < 5_000; i++) {
      asker.send(i % 2 == 0 ? inquiry() : retrieve("A.1." + (i + 1)));
    }
    for (int i = 0; i < 5_000; i++) {
      Reply reply = asker.next();
      assertThat(reply.hasStatus()).isEqualTo(i % 2 == 0);
      assertThat(reply.getRefused().getSubject()).isEqualTo(i % 2 == 0 ? "" : "A.1." + (i + 1));
    }
  }

  @Test
  void whoeverLeavesBeforeTheDecisionHarmsNobody() throws Exception {
    branches.take(bank, 1);
    for (int i = 0; i < 20; i++) {
      try (Asker leaving = connect()) {
        leaving.send(snapshot("left " + i, 20 * SECOND));
      }
    }
    assertThat(asker.ask(inquiry()).hasStatus()).isTrue();
  }

  @Test
  void aBranchThatWasClosedSaysWhatItHolds() {
    BranchServer server = branches.server("A");
    assertThat(server.lastBalance()).isEmpty();
    asker.ask(init());
    server.close();
    assertThat(server.lastBalance()).hasValue(2_001);
    branches.kill("A");
    branches.start("A");
  }
}
