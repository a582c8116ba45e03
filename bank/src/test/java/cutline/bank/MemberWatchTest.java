package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.Beginning;
import cutline.bank.wire.Deed;
import cutline.bank.wire.Observe;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.core.SnapshotId;
import cutline.runtime.MalformedException;
import cutline.runtime.Observed;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a bank at work, observed from outside. */
class MemberWatchTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Request OBSERVE =
      Request.newBuilder().setObserve(Observe.getDefaultInstance()).build();

  private final MemoryBank branches = new MemoryBank("A", "B", "C");
  private final BankDefinition bank = branches.of(3_000);
  private final Seen seen = new Seen();

  @AfterEach
  void close() {
    branches.close();
  }

  /** Adds up what a member does. */
  private static final class Seen implements MemberWatch.Sink {

    final List<String> beginnings = new ArrayList<>();
    final List<Long> recorded = new ArrayList<>();
    final List<Long> addedUp = new ArrayList<>();
    final List<String> obstacles = new ArrayList<>();
    long transfers;
    int answers;
    private long balance;

    @Override
    public void begins(long dollars, long era, @Nullable SnapshotId restored) {
      beginnings.add("era %d, snapshot %s".formatted(era, restored));
      balance = dollars;
    }

    @Override
    public void goesOn() {
      answers++;
    }

    @Override
    public void observed(long at, Observed<BranchState, Transfer> what) {
      switch (what) {
        case Observed.Sent<BranchState, Transfer> sent -> {
          balance -= sent.message().amount();
          transfers++;
        }
        case Observed.Received<BranchState, Transfer> received -> {
          balance += received.message().amount();
          transfers++;
        }
        case Observed.StateRecorded<BranchState, Transfer> state -> {
          recorded.add(state.state().balance());
          addedUp.add(balance);
        }
        case Observed.Resumed<BranchState, Transfer> resumed -> {
          beginnings.add("back to " + resumed.restored());
          balance = resumed.state().balance();
        }
        default -> {}
      }
    }

    @Override
    public void connected(long at, String peer) {}

    @Override
    public void disconnected(long at, String peer) {}

    @Override
    public void away(String reason) {
      obstacles.add("away: " + reason);
    }

    @Override
    public void refused(String reason) {
      obstacles.add("refused: " + reason);
    }
  }

  private MemberWatch watch(BankDefinition of) {
    return watch(of, branches.transport("watcher"));
  }

  private MemberWatch watch(BankDefinition of, Transport transport) {
    return new MemberWatch(of.address(), "A", transport, Ticker.system(), seen);
  }

  private void fetchUntil(MemberWatch watch, BooleanSupplier enough) throws InterruptedException {
    long deadline = System.nanoTime() + MemoryBank.PATIENCE.toNanos();
    while (!enough.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      if (!watch.fetch(MemoryBank.PATIENCE)) {
        watch.pause(Duration.ofMillis(1));
      }
    }
  }

  private static void pauseUntil(MemberWatch watch, BooleanSupplier enough)
      throws InterruptedException {
    long deadline = System.nanoTime() + MemoryBank.PATIENCE.toNanos();
    while (!enough.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      watch.pause(Duration.ofMillis(1));
    }
  }

  /** Else its balances would not be those that it records. */
  @Test
  void nothingIsMissingFromTheBeginningOn() throws Exception {
    branches.take(bank, 1);
    try (MemberWatch watch = watch(bank);
        BankConnection connection = branches.connection(bank, MemoryBank.PATIENCE)) {
      fetchUntil(watch, () -> seen.transfers > 50);
      connection.snapshot("B", null);
      fetchUntil(watch, () -> seen.recorded.size() == 1);
      connection.snapshot("A", null);
      fetchUntil(watch, () -> seen.recorded.size() == 2 && seen.transfers > 200);
    }
    assertThat(seen.addedUp).isEqualTo(seen.recorded);
    assertThat(seen.beginnings).containsExactly("era 0, snapshot null");
    assertThat(seen.obstacles).isEmpty();
  }

  @Test
  void itGoesOnBehindARestore() throws Exception {
    branches.take(bank, 1);
    try (MemberWatch watch = watch(bank);
        BankConnection connection = branches.connection(bank, MemoryBank.PATIENCE)) {
      SnapshotId snapshot = connection.snapshot("A", null).snapshot().id();
      assertThat(snapshot).isNotNull();
      fetchUntil(watch, () -> seen.transfers > 10);
      if (snapshot != null) {
        connection.restore("B", snapshot, MemoryBank.PATIENCE);
      }
      fetchUntil(watch, () -> seen.beginnings.size() == 2);
      assertThat(seen.beginnings).last().isEqualTo("back to " + snapshot);
      int before = seen.recorded.size();
      connection.snapshot("C", null);
      fetchUntil(watch, () -> seen.recorded.size() > before);
      try (MemberWatch later = watch(bank)) {
        fetchUntil(later, () -> seen.beginnings.size() == 3);
      }
      assertThat(seen.beginnings).last().isEqualTo("era 1, snapshot " + snapshot);
    }
    assertThat(seen.addedUp).isEqualTo(seen.recorded);
  }

  @Test
  void aMemberThatDiesIsAwayAndBeginsAnew() throws Exception {
    branches.take(bank, 1);
    try (MemberWatch watch = watch(bank)) {
      fetchUntil(watch, () -> seen.transfers > 10);
      branches.kill("A");
      watch.fetch(SHORT);
      assertThat(seen.obstacles).last().asString().startsWith("away: no answer from A");
      branches.restart("A");
      fetchUntil(watch, () -> seen.beginnings.size() == 2);
    }
  }

  /** Nobody tells again what it tells. */
  @Test
  void anAnswerThatComesLateIsTaken() throws Exception {
    branches.take(bank, 1);
    SlowTransport slow = new SlowTransport(branches.transport("watcher"));
    try (MemberWatch watch = watch(bank, slow);
        BankConnection connection = branches.connection(bank, MemoryBank.PATIENCE)) {
      fetchUntil(watch, () -> seen.transfers > 10);
      for (int stall = 1; stall <= 3; stall++) {
        slow.hold();
        int before = seen.answers;
        watch.fetch(SHORT);
        watch.fetch(SHORT);
        assertThat(seen.obstacles).hasSize(2 * stall);
        assertThat(seen.answers).isEqualTo(before);
        slow.release();
        pauseUntil(watch, () -> seen.answers > before);
        int recorded = stall;
        connection.snapshot("A", null);
        fetchUntil(watch, () -> seen.recorded.size() == recorded);
      }
    }
    assertThat(seen.addedUp).isEqualTo(seen.recorded);
    assertThat(seen.beginnings).hasSize(1);
  }

  @Test
  void whatIsNoMemberOfTheBankIsNotObserved() throws Exception {
    try (MemberWatch watch = watch(bank)) {
      watch.fetch(MemoryBank.PATIENCE);
      assertThat(seen.obstacles).containsExactly("refused: A has no account yet");
    }
    branches.take(bank, 1);
    try (MemberWatch watch = watch(branches.of(4_000))) {
      watch.fetch(MemoryBank.PATIENCE);
    }
    assertThat(seen.obstacles).last().isEqualTo("refused: A is part of another bank");
    assertThat(seen.beginnings).isEmpty();
  }

  @Test
  void onlySoManyMayWatch() throws Exception {
    branches.take(bank, 1);
    List<Asker> askers = new ArrayList<>();
    try {
      for (int asker = 0; asker < Watches.MOST; asker++) {
        askers.add(new Asker(branches.transport("asker"), "A"));
        assertThat(askers.getLast().ask(OBSERVE).getObservations().hasBeginning()).isTrue();
      }
      askers.add(new Asker(branches.transport("asker"), "A"));
      Reply reply = askers.getLast().ask(OBSERVE);
      assertThat(reply.getRefused().getCode()).isEqualTo(Refused.Code.BUSY);
      assertThat(reply.getRefused().getReason()).isEqualTo("4 others observe A already");
      askers.getFirst().close();
      while (!askers.getLast().ask(OBSERVE).getObservations().hasBeginning()) {
        Thread.onSpinWait();
      }
    } finally {
      askers.forEach(Asker::close);
    }
  }

  /** The process has not waited, and remembers nothing of it. */
  @Test
  void whoIsTooSlowBeginsAnew() {
    Watch watch = new Watch();
    watch.begins();
    watch.offer(() -> Deeds.connected("early", 0));
    watch.begun(Beginning.getDefaultInstance());
    for (int deed = 0; deed < Watch.MOST; deed++) {
      watch.offer(() -> Deeds.connected("B", 1));
    }
    assertThat(watch.isOn()).isTrue();
    watch.offer(() -> Deeds.connected("B", 2));
    assertThat(watch.isOn() || watch.isWanted()).isFalse();
    watch.begins();
    watch.begun(Beginning.getDefaultInstance());
    watch.offer(() -> Deeds.connected("C", 3));
    assertThat(watch.take().getObservations().getDeedsList())
        .containsExactly(Deeds.connected("C", 3));
  }

  @Test
  void anAnswerFitsIntoAFrame() {
    Watch watch = new Watch();
    watch.begins();
    watch.begun(Beginning.getDefaultInstance());
    Deed deed = Deed.newBuilder().setReason("x".repeat(1_000)).build();
    for (int each = 0; each < 100; each++) {
      watch.offer(() -> deed);
    }
    int all = 0;
    Reply reply;
    do {
      reply = watch.take();
      assertThat(reply.getSerializedSize()).isLessThan(60 * 1024);
      all += reply.getObservations().getDeedsCount();
    } while (reply.getObservations().getMore());
    assertThat(all).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: KIND_UNSPECIFIED",
        "kind: SENT peer: 'X' id: '0.1' amount: 1",
        "kind: PART_COMPLETE snapshot: 'X.1.1'",
        "kind: SENT peer: 'B' id: '<b>' amount: 1",
        "kind: SENT peer: 'B' id: '0.1' amount: 0",
        "kind: RECEIVED peer: 'B' id: '0.1' amount: 3001",
        "kind: RECEIVED peer: 'B' id: '0.1' amount: 1 in_flight: 'no snapshot'",
        "kind: STATE_RECORDED snapshot: 'A.1.1' balance: -1",
        "kind: RESTORED snapshot: '' balance: 1",
        "kind: CONNECTED"
      })
  void whatMakesNoSenseIsRefused(String text) throws Exception {
    Deed deed = TextFormat.parse(text, Deed.class);
    assertThatThrownBy(() -> Deeds.tell(deed, Set.of("A", "B", "C"), new BankCodec(3_000), seen))
        .isInstanceOf(MalformedException.class);
  }
}
