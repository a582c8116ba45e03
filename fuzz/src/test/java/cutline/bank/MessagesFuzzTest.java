package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.bank.config.Member;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.BranchSnapshot;
import cutline.bank.wire.Deed;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Observations;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.fuzz.Texts;
import cutline.runtime.MalformedException;
import cutline.runtime.Observed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever controllers, branches and stores give, it is a message, or malformed in one line. */
class MessagesFuzzTest {

  private static final SnapshotId ID = new SnapshotId("A", 1, 7);
  private static final BankCodec CODEC = new BankCodec(1_000);
  private static final BankDefinition BANK =
      BankDefinition.dealt(
          1_000,
          List.of(new Member("A", "localhost", 9_091), new Member("B", "::1", 9_092)),
          Traffic.irregular(
              Duration.ofMillis(2), new DurationRange(Duration.ZERO, Duration.ofMillis(15)), 9, 1));

  static Stream<byte[]> messages() {
    TreeMap<String, List<Transfer>> channels = new TreeMap<>();
    channels.put("B", List.of(new Transfer(1), new Transfer(2)));
    Reply part =
        Messages.returnSnapshot(new LocalSnapshot<>(ID, "A", new BranchState(5), channels))
            .getFirst();
    return Stream.of(
        Request.newBuilder().setInitBranch(BANK.initBranch("A")).build().toByteArray(),
        Request.newBuilder()
            .setInitSnapshot(InitSnapshot.newBuilder().setRequest("r").setTimeoutNanos(1))
            .build()
            .toByteArray(),
        part.toByteArray(),
        Reply.newBuilder()
            .setObservations(
                Observations.newBuilder()
                    .addDeeds(Deeds.of(new Observed.Sent<>("B", "0.1", new Transfer(3)), 1))
                    .addDeeds(Deeds.connected("B", 2)))
            .build()
            .toByteArray(),
        part.getReturnSnapshot().getData().toByteArray(),
        BranchSnapshot.newBuilder().setName("A\u0005\n".repeat(9_000)).build().toByteArray(),
        CODEC.encodeMessage(new Transfer(9, 1, 2, 3)),
        CODEC.encodeState(new BranchState(9)));
  }

  @MethodSource("messages")
  @FuzzTest
  void bytesAreAMessageOrMalformed(byte[] bytes) {
    tried(() -> {
      Request request = Messages.request(bytes);
      if (request.hasInitBranch()) {
        String you = request.getInitBranch().getYou();
        BankDefinition bank = BankDefinition.of(request.getInitBranch());
        assertThat(BankDefinition.of(bank.initBranch(you))).isEqualTo(bank);
      }
    });
    tried(() -> {
      Reply reply = Messages.reply(bytes);
      assertThat(reply.getKindCase()).isNotEqualTo(Reply.KindCase.KIND_NOT_SET);
      for (Deed deed : reply.getObservations().getDeedsList()) {
        tried(() -> Deeds.tell(deed, Set.of("A", "B"), CODEC, new Again(deed)));
      }
    });
    tried(() -> {
      LocalSnapshot<BranchState, Transfer> part = Messages.branchSnapshot(ID, "A", bytes);
      if (part.channels().values().stream().mapToInt(List::size).sum() < 1_000) {
        byte[] again =
            Messages.returnSnapshot(part).getFirst().getReturnSnapshot().getData().toByteArray();
        assertThat(Messages.branchSnapshot(ID, "A", again)).isEqualTo(part);
      }
    });
    tried(() -> {
      Transfer transfer = CODEC.decodeMessage(bytes);
      assertThat(CODEC.decodeMessage(CODEC.encodeMessage(transfer))).isEqualTo(transfer);
    });
    tried(() -> {
      BranchState state = CODEC.decodeState(bytes);
      assertThat(CODEC.decodeState(CODEC.encodeState(state))).isEqualTo(state);
    });
  }

  /** What was made sense of says the same again. */
  private record Again(Deed deed) implements MemberWatch.Sink {

    @Override
    public void begins(long balance, long era, @Nullable SnapshotId restored) {}

    @Override
    public void goesOn() {}

    @Override
    public void observed(long at, Observed<BranchState, Transfer> what) {
      Deed again = Deeds.of(what, at);
      assertThat(again.getKind()).isEqualTo(deed.getKind());
      assertThat(again.getAt()).isEqualTo(deed.getAt());
    }

    @Override
    public void connected(long at, String peer) {
      assertThat(peer).isEqualTo(deed.getPeer());
    }

    @Override
    public void disconnected(long at, String peer) {
      assertThat(peer).isEqualTo(deed.getPeer());
    }

    @Override
    public void away(String reason) {}

    @Override
    public void refused(String reason) {}
  }

  private interface Attempt {
    void run() throws MalformedException;
  }

  private static void tried(Attempt attempt) {
    try {
      attempt.run();
    } catch (MalformedException e) {
      Texts.requireLine(e);
    }
  }
}
