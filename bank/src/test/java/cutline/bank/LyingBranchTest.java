package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.BranchSnapshot;
import cutline.bank.wire.Incoming;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.ReturnSnapshot;
import cutline.bank.wire.SnapshotDecided;
import cutline.bank.wire.SnapshotStarted;
import cutline.bank.wire.Status;
import cutline.core.SnapshotStatus;
import cutline.runtime.Client;
import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a controller makes of a branch that says what no branch may say. */
class LyingBranchTest {

  private static final Duration SHORT = Duration.ofMillis(150);
  private static final BankDefinition BANK =
      BankDefinition.dealt(
          1_000,
          List.of(new Member("A", "memory", 1)),
          Traffic.irregular(Duration.ZERO, DurationRange.NONE, 1, 1));

  private final MemoryNetwork network = new MemoryNetwork();
  private final AtomicInteger disconnected = new AtomicInteger();

  /** Takes one snapshot of the bank whose only branch answers like this. */
  private BankSnapshot take(Function<Request, List<Reply>> answers) throws Exception {
    return takeFrames(request ->
        answers.apply(request).stream().map(reply -> Client.frame(reply.toByteArray())).toList());
  }

  private BankSnapshot takeFrames(Function<Request, List<byte[]>> answers) throws Exception {
    network.listen("A", connection -> new Liar(connection, answers));
    Taken taken = new Taken();
    try (Controller controller =
        new Controller(
            BANK,
            new ControllerOptions(1, Duration.ZERO, SHORT, 1),
            network.transport("controller"),
            Ticker.system(),
            InstantSource.system(),
            1,
            taken)) {
      controller.run();
    }
    return taken.snapshots.getFirst();
  }

  private final class Liar implements Transport.Receiver {

    private final Connection connection;
    private final Function<Request, List<byte[]>> answers;

    Liar(Connection connection, Function<Request, List<byte[]>> answers) {
      this.connection = connection;
      this.answers = answers;
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      connection.send(answers.apply(Messages.request(Client.message(frame))));
    }

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {
      disconnected.incrementAndGet();
    }
  }

  private static Reply status(String name) {
    return Reply.newBuilder().setStatus(Status.newBuilder().setName(name)).build();
  }

  // ------------------------------------------------------------ during the deal

  private void assertNoAnswer(byte[] frame) {
    assertThatThrownBy(() -> takeFrames(_ -> List.of(frame)))
        .isInstanceOf(ControllerException.class)
        .hasMessageMatching(
            "no answer within 150ms from A \\(memory:1\\)(: the connection has ended)?");
  }

  @Test
  void framesThatAreNoRepliesAreNoAnswer() {
    assertNoAnswer(new byte[] {(byte) 0xFF});
    assertNoAnswer(Client.frame(new byte[] {(byte) 0xFF}));
    assertNoAnswer(Client.frame(new byte[0]));
    assertNoAnswer(
        Client.frame(
            Reply.newBuilder()
                .setSnapshotStarted(SnapshotStarted.getDefaultInstance())
                .build()
                .toByteArray()));
    assertNoAnswer(Frame.newBuilder().setEntry(Entry.getDefaultInstance()).build().toByteArray());
  }

  @Test
  void namesAndReasonsAreShownAsOneLine() {
    assertThatThrownBy(() -> take(_ -> List.of(status("\u001b[2J\nB"))))
        .isInstanceOf(ControllerException.class)
        .hasMessage("A (memory:1): this is branch  [2J B");
    Refused refused = Refused.newBuilder().setReason("no\r\n" + "x".repeat(5_000)).build();
    assertThatThrownBy(() -> take(_ -> List.of(Reply.newBuilder().setRefused(refused).build())))
        .isInstanceOf(ControllerException.class)
        .hasMessage("A: no  " + "x".repeat(996));
  }

  // ------------------------------------------------------------- the decision

  private static List<Reply> decided(Request request, Consumer<SnapshotDecided.Builder> change) {
    if (!request.hasInitSnapshot()) {
      return List.of(status("A"));
    }
    SnapshotDecided.Builder decided =
        SnapshotDecided.newBuilder()
            .setRequest(request.getInitSnapshot().getRequest())
            .setSnapshot("A.1.1")
            .setStatus(SnapshotDecided.Status.COMPLETE);
    change.accept(decided);
    return List.of(Reply.newBuilder().setSnapshotDecided(decided).build());
  }

  @Test
  void aDecisionThatIsNoneIsNoAnswer() throws Exception {
    BankSnapshot taken = take(request -> decided(request, SnapshotDecided.Builder::clearStatus));
    assertThat(taken.snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
    assertThat(taken.snapshot().reason())
        .isEqualTo("no decision from A (the connection has ended)");
    // Again and again, and once more at the end.
    assertThat(disconnected).hasValueGreaterThan(1);
  }

  @Test
  void nobodyCanWaitForLongerThanForEver() throws Exception {
    for (long patience : new long[] {Long.MAX_VALUE, -1}) {
      BankSnapshot taken =
          take(request ->
              request.hasInitSnapshot()
                  ? List.of(started(request, patience), decided(request, _ -> {}).getFirst())
                  : request.hasRetrieveSnapshot() ? refused(request) : List.of(status("A")));
      assertThat(taken.snapshot().reason()).isEqualTo("no part from A");
    }
  }

  private static Reply started(Request request, long patienceNanos) {
    return Reply.newBuilder()
        .setSnapshotStarted(
            SnapshotStarted.newBuilder()
                .setRequest(request.getInitSnapshot().getRequest())
                .setSnapshot("A.1.1")
                .setPatienceNanos(patienceNanos))
        .build();
  }

  @Test
  void aReasonIsShownAsOneLine() throws Exception {
    BankSnapshot taken =
        take(request ->
            request.hasRetrieveSnapshot()
                ? refused(request)
                : decided(
                    request,
                    decided ->
                        decided.setStatus(SnapshotDecided.Status.ABORTED).setReason("one\ntwo")));
    assertThat(taken.snapshot().status()).isEqualTo(SnapshotStatus.ABORTED);
    assertThat(taken.snapshot().reason()).isEqualTo("one two");
  }

  private static List<Reply> refused(Request request) {
    String id = request.getRetrieveSnapshot().getSnapshot();
    return List.of(Messages.refused(Refused.Code.NO_SUCH_SNAPSHOT, "none", id));
  }

  // ---------------------------------------------------------------- the parts

  private BankSnapshot complete(ReturnSnapshot.Builder part) throws Exception {
    Reply reply = Reply.newBuilder().setReturnSnapshot(part.setSnapshot("A.1.1")).build();
    return take(
        request -> request.hasRetrieveSnapshot() ? List.of(reply) : decided(request, _ -> {}));
  }

  private static ReturnSnapshot.Builder part(BranchSnapshot.Builder snapshot) {
    return ReturnSnapshot.newBuilder().setParts(1).setData(snapshot.build().toByteString());
  }

  private static BranchSnapshot.Builder balance(long balance) {
    return BranchSnapshot.newBuilder().setName("A").setBalance(balance);
  }

  @Test
  void thePartMustBeTheBranchsOwnAndPossible() throws Exception {
    for (ReturnSnapshot.Builder wrong :
        List.of(
            part(balance(1_000).setName("B")),
            part(balance(-1)),
            part(balance(900).addIncoming(Incoming.newBuilder().setFrom("B").addAmounts(-100))),
            ReturnSnapshot.newBuilder().setParts(1).setData(ByteString.copyFromUtf8("x")),
            ReturnSnapshot.newBuilder().setParts(0),
            ReturnSnapshot.newBuilder().setParts(Integer.MAX_VALUE),
            ReturnSnapshot.newBuilder().setParts(-1).setPart(-1),
            ReturnSnapshot.newBuilder().setParts(2).setPart(2))) {
      BankSnapshot taken = complete(wrong);
      assertThat(taken.snapshot().status()).isEqualTo(SnapshotStatus.INCOMPLETE);
      assertThat(taken.snapshot().reason()).isEqualTo("no part from A");
    }
  }

  @Test
  void moneyThatIsMissingIsFoundOut() throws Exception {
    assertThat(complete(part(balance(1_000))).isInconsistent()).isFalse();
    BankSnapshot taken = complete(part(balance(960)));
    assertThat(taken.isInconsistent()).isTrue();
    assertThat(SnapshotJson.line(taken)).contains("\"total\":960", "\"consistent\":false");
  }
}
