package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.BranchSnapshot;
import cutline.bank.wire.Incoming;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.RestoreSnapshot;
import cutline.bank.wire.RetrieveSnapshot;
import cutline.bank.wire.ReturnSnapshot;
import cutline.bank.wire.SnapshotDecided;
import cutline.core.GlobalSnapshot;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.Decided;
import cutline.runtime.MalformedException;
import cutline.runtime.Parts;
import cutline.runtime.Untrusted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

  static final SnapshotId ID = new SnapshotId("A", 1, 7);

  // ------------------------------------------------------------ what is asked

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half a tag, 80",
    "a field number of 0, 00",
    "a length beyond the end, 0aff01",
    "a length of 2^31 - 1, 0affffffff07",
    "a negative length, 0affffffffffffffffff01",
    "a varint of 11 bytes, 0888888888888888888888888801",
    "an end of a group, 0c",
    "a group without an end, 0b",
    "invalid UTF-8, 22040a02c328",
    "an unknown wire type, 0f"
  })
  void theseAreNoRequests(String name, String hex) {
    assertThatThrownBy(() -> Messages.request(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("not a valid protocol buffer");
  }

  @Test
  void nestingIsBounded() {
    byte[] start = new byte[1_000];
    byte[] groups = new byte[2_000];
    for (int i = 0; i < 1_000; i++) {
      start[i] = 0x7b;
      groups[i] = 0x7b;
      groups[1_999 - i] = 0x7c;
    }
    assertThatThrownBy(() -> Messages.request(start)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Messages.request(groups)).isInstanceOf(MalformedException.class);
  }

  @Test
  void unknownFieldsAreLeftToLaterVersions() throws MalformedException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeMessage(1, Request.getDefaultInstance());
    out.writeInt64(77, 5);
    out.flush();
    assertThat(Messages.request(bytes.toByteArray()).hasInquiry()).isTrue();
  }

  @Test
  void idsComeBackInTheAnswerAndAreBounded() throws MalformedException {
    for (Request request :
        List.of(
            initSnapshot("x".repeat(200)),
            retrieve("x".repeat(200)),
            restore("x".repeat(200), "x".repeat(200)))) {
      assertThat(Messages.request(request.toByteArray())).isEqualTo(request);
    }
    for (Request request :
        List.of(
            initSnapshot("x".repeat(201)),
            retrieve("x".repeat(60_000)),
            restore("x".repeat(201), "A.1.1"),
            restore("x", "x".repeat(201)))) {
      assertThatThrownBy(() -> Messages.request(request.toByteArray()))
          .isInstanceOf(MalformedException.class)
          .hasMessage("an id of more than 200 characters");
    }
  }

  private static Request initSnapshot(String request) {
    return Request.newBuilder()
        .setInitSnapshot(InitSnapshot.newBuilder().setRequest(request))
        .build();
  }

  private static Request restore(String request, String snapshot) {
    return Request.newBuilder()
        .setRestoreSnapshot(RestoreSnapshot.newBuilder().setRequest(request).setSnapshot(snapshot))
        .build();
  }

  private static Request retrieve(String snapshot) {
    return Request.newBuilder()
        .setRetrieveSnapshot(RetrieveSnapshot.newBuilder().setSnapshot(snapshot))
        .build();
  }

  // --------------------------------------------------------- what is answered

  @Test
  void whatStrangersWriteIsOneShortLine() {
    assertThat(Untrusted.line("one\r\ntwo\tthree\u001b[2J\u0000\u0085 é🏦"))
        .isEqualTo("one  two three [2J   é🏦");
    assertThat(Untrusted.line("🏦".repeat(5_000))).isEqualTo("🏦".repeat(1_000));
    assertThat(
            Messages.refused(Refused.Code.INVALID, "x\n".repeat(5_000), "s")
                .getRefused()
                .getReason())
        .isEqualTo("x ".repeat(500));
  }

  @ParameterizedTest
  @EnumSource
  void decisionsPass(SnapshotStatus status) throws MalformedException {
    String reason = status == SnapshotStatus.COMPLETE ? null : "no report from B";
    SnapshotDecided decided =
        Messages.decided("wish", decided(status, reason)).getSnapshotDecided();
    assertThat(decided.getRequest()).isEqualTo("wish");
    assertThat(Messages.snapshotId(decided.getSnapshot())).isEqualTo(ID);
    assertThat(Messages.status(decided.getStatus())).isEqualTo(status);
    assertThat(decided.getReason()).isEqualTo(reason == null ? "" : reason);
    assertThat(decided.getTookNanos()).isEqualTo(5_000_000);
  }

  private static Decided<BranchState, Transfer> decided(
      SnapshotStatus status, @Nullable String reason) {
    return new Decided<>(
        new GlobalSnapshot<>(ID, "A", status, reason, new TreeMap<>(), new TreeMap<>(), 0),
        Duration.ofMillis(5));
  }

  @Test
  void aDecisionHasAStatusAndAnId() {
    assertThatThrownBy(() -> Messages.status(SnapshotDecided.Status.STATUS_UNSPECIFIED))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a decision of no known status");
    assertThatThrownBy(() -> Messages.status(SnapshotDecided.Status.UNRECOGNIZED))
        .isInstanceOf(MalformedException.class);
    for (String text :
        List.of("", "A", "A.1", "A.1.x", "A.0.1", "A.1.-1", ".1.1", "A.1.99999999999999999999")) {
      assertThatThrownBy(() -> Messages.snapshotId(text))
          .as(text)
          .isInstanceOf(MalformedException.class);
    }
  }

  static LocalSnapshot<BranchState, Transfer> part(int transfers) {
    SortedMap<String, List<Transfer>> channels = new TreeMap<>();
    channels.put("B", List.of());
    channels.put("C", IntStream.rangeClosed(1, transfers).mapToObj(i -> new Transfer(i)).toList());
    return new LocalSnapshot<>(ID, "A", new BranchState(812), channels);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 1", "100000, 6"})
  void partsPassHoweverManyFramesTheyTake(int transfers, int frames) throws MalformedException {
    List<Reply> replies = Messages.returnSnapshot(part(transfers));
    assertThat(replies.size()).isEqualTo(frames);
    Parts parts = new Parts();
    byte[] whole = null;
    for (Reply reply : replies.reversed()) {
      assertThat(reply.getSerializedSize()).isLessThan(60 * 1024);
      ReturnSnapshot returned = Messages.reply(reply.toByteArray()).getReturnSnapshot();
      assertThat(returned.getSnapshot()).isEqualTo("A.1.7");
      assertThat(whole).isNull();
      whole = parts.add(returned.getPart(), returned.getParts(), returned.getData().toByteArray());
    }
    assertThat(whole).isNotNull();
    if (whole != null) {
      assertThat(Messages.branchSnapshot(ID, "A", whole)).isEqualTo(part(transfers));
    }
  }

  @Test
  void aPartThatContradictsItselfIsMalformed() {
    assertMalformed("A gave the part of B", snapshot().setName("B"));
    assertMalformed("A gave the part of ", snapshot().clearName());
    assertMalformed("a balance of $-1", snapshot().setBalance(-1));
    assertMalformed("a transfer of $0", snapshot().addIncoming(incoming("C").addAmounts(0)));
    assertMalformed("a transfer of $-5", snapshot().addIncoming(incoming("C").addAmounts(-5)));
    assertMalformed("A gave a channel twice", snapshot().addIncoming(incoming("B")));
    assertThatThrownBy(() -> Messages.branchSnapshot(ID, "A", new byte[] {(byte) 0x80}))
        .hasMessage("not a valid protocol buffer");
  }

  private static BranchSnapshot.Builder snapshot() {
    return BranchSnapshot.newBuilder()
        .setName("A")
        .setBalance(5)
        .addIncoming(incoming("B").addAmounts(1));
  }

  private static Incoming.Builder incoming(String from) {
    return Incoming.newBuilder().setFrom(from);
  }

  private static void assertMalformed(String why, BranchSnapshot.Builder snapshot) {
    ByteString bytes = snapshot.build().toByteString();
    assertThatThrownBy(() -> Messages.branchSnapshot(ID, "A", bytes.toByteArray()))
        .isInstanceOf(MalformedException.class)
        .hasMessage(why);
  }
}
