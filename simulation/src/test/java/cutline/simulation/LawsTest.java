package cutline.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.domain.Bank;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.runtime.SendRefusal;
import cutline.runtime.Sender;
import cutline.simulation.bug.Bug;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No law is a check that cannot fail. */
class LawsTest {

  private static final int SEEDS = 500;

  private final Topology topology = Topology.complete(List.of("A", "B"), ChannelOrder.FIFO);
  private final Witness witness = new Witness(topology, List.of(100L, 50L));

  @ParameterizedTest
  @EnumSource
  void everyLawCanBeBroken(Law law) {
    switch (law) {
      case MONEY_CONSERVED -> aBalanceThatNobodyHasSent();
      case SNAPSHOT_EXACT -> aTotalOfAnotherBank();
      case CUT_CONSISTENT -> find(law, Bug.STATE_RECORDED_LATE);
      case CHANNEL_STATE_EXACT -> find(law, Bug.CHANNELS_NOT_RECORDED);
      case MARKER_COUNT_EXACT -> find(law, Bug.WHITE_COUNT_OFF_BY_ONE);
      case APPLIED_ONCE -> find(law, Bug.NO_DEDUPLICATION);
      case CHANNEL_COMPLETE -> find(law, Bug.FIFO_BROKEN);
      case DURABLE_BEFORE_SENT -> find(law, Bug.EMIT_BEFORE_COMMIT);
      case RESTORE_EXACT -> find(law, Bug.DUPLICATE_MARKER_RECORDS_AGAIN);
      case SNAPSHOT_ENDS -> find(law, Bug.EMIT_BEFORE_COMMIT);
      case SNAPSHOT_COMPLETES -> find(law, Bug.MARKER_OVERTAKES_MONEY);
      case ID_UNIQUE -> find(law, Bug.ID_REUSED);
      case NO_FALSE_ALARM -> find(law, Bug.MARKER_OVERTAKES_MONEY);
      case NO_RECORDING_LEFT -> find(law, Bug.ABORT_FORGOTTEN);
      case MEMORY_BOUNDED -> find(law, Bug.OUTBOX_NEVER_TRUNCATED);
      case COMES_TO_REST -> {
        find(law, Bug.MARKER_OVERTAKES_MONEY);
        aProcessWithoutRest();
      }
      case NO_BUG -> aProcessThatThrows();
    }
  }

  private static void find(Law law, Bug bug) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Plan plan = Planner.plan(seed, Faults.ALL, Channels.FIFO);
      Violation violation = World.run(plan, bug.plant(), null).violation();
      if (violation != null && violation.law() == law) {
        return;
      }
    }
    throw new AssertionError("%s within %d schedules with %s".formatted(law, SEEDS, bug));
  }

  private static void assertBroken(Law law, String sentence, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> assertThat(broken.at(7)).isEqualTo(new Violation(law, sentence, 7)));
  }

  // ------------------------------------------------------------ money-conserved

  private static final class Willing implements Sender<Message> {

    @Override
    public Optional<SendRefusal> send(String to, Message message) {
      return Optional.empty();
    }

    @Override
    public int underWay(String to) {
      return 0;
    }

    @Override
    public boolean isConnected(String to) {
      return true;
    }

    @Override
    public void willChange(int page) {}

    @Override
    public void afterCommit(Runnable action) {}
  }

  /** A branch that holds more than it should says so at whatever it does. */
  private void aBalanceThatNobodyHasSent() {
    LinkedHashMap<String, Long> others = new LinkedHashMap<>();
    others.put("A", 101L);
    others.put("B", 50L);
    WitnessedBranch branch =
        new WitnessedBranch(
            0, new Bank(Bank.Founding.DEALT, others, 1), witness, new Agenda(), null);
    String wrong = "A has $%d, and by all that it has sent and received it should have $%d";
    assertBroken(Law.MONEY_CONSERVED, wrong.formatted(101, 100), branch::capture);
    assertBroken(
        Law.MONEY_CONSERVED, wrong.formatted(91, 90), () -> branch.pay(1, 10, new Willing()));
    Message message = witness.sending(1, 0, new Transfer(5));
    witness.sent(message);
    assertBroken(
        Law.MONEY_CONSERVED,
        wrong.formatted(96, 95),
        () -> branch.deliver("B", message, new Willing()));
  }

  @Test
  void moneyThatIsMissingAtRest() {
    Moment poorer = Moment.first(2, 0, 2, 93);
    witness.restoreWished(snapshot(List.of(poorer, witness.first(1)), new TreeMap<>()));
    witness.atRest();
    witness.wentBack(0, poorer);
    assertBroken(
        Law.MONEY_CONSERVED,
        "all is at rest, and the balances add up to $143 instead of $150",
        witness::atRest);
  }

  // ------------------------------------------------------------- snapshot-exact

  private GlobalSnapshot<Moment, Message> snapshot(
      List<Moment> moments, SortedMap<Channel, List<Message>> channels) {
    SortedMap<String, Moment> states = new TreeMap<>();
    for (int process = 0; process < moments.size(); process++) {
      states.put(topology.name(process), moments.get(process));
    }
    return new GlobalSnapshot<>(
        new SnapshotId("A", 1, 1), "A", SnapshotStatus.COMPLETE, null, states, channels, 2);
  }

  private void aTotalOfAnotherBank() {
    GlobalSnapshot<Moment, Message> right =
        snapshot(List.of(witness.first(0), witness.first(1)), new TreeMap<>());
    assertThat(SnapshotCheck.check(witness, right)).isFalse();
    GlobalSnapshot<Moment, Message> wrong =
        snapshot(List.of(witness.first(0), Moment.first(2, 1, 2, 49)), new TreeMap<>());
    assertBroken(
        Law.SNAPSHOT_EXACT,
        "snapshot A.1.1 adds up to $149, and there are $150",
        () -> SnapshotCheck.check(witness, wrong));
  }

  /** The sum is what finds money on a channel that is not there. */
  @Test
  void moneyWhereThereIsNoChannel() {
    Message message = witness.sending(0, 1, new Transfer(5));
    SortedMap<Channel, List<Message>> channels = new TreeMap<>();
    channels.put(new Channel("A", "C"), List.of(message));
    assertBroken(
        Law.SNAPSHOT_EXACT,
        "snapshot A.1.1 adds up to $155, and there are $150",
        () ->
            SnapshotCheck.check(
                witness, snapshot(List.of(witness.first(0), witness.first(1)), channels)));
  }

  @Test
  void aStateIsMissingOrThatOfAnotherProcess() {
    assertBroken(
        Law.SNAPSHOT_EXACT,
        "snapshot A.1.1 is complete and has the states of [A] only",
        () -> SnapshotCheck.check(witness, snapshot(List.of(witness.first(0)), new TreeMap<>())));
    assertBroken(
        Law.SNAPSHOT_EXACT,
        "snapshot A.1.1 has a state of A as that of B",
        () ->
            SnapshotCheck.check(
                witness, snapshot(List.of(witness.first(0), witness.first(0)), new TreeMap<>())));
  }

  // ------------------------------------------------------ comes-to-rest, no-bug

  /** A world without faults in which something is done wherever a frame arrives. */
  private static Violation atArrivals(Mutation mutation) {
    @Nullable Violation violation =
        World.run(Planner.plan(1, Faults.NONE, Channels.FIFO), mutation, null).violation();
    return requireNonNull(violation);
  }

  private static void aProcessWithoutRest() {
    Violation violation =
        atArrivals(
            new Mutation() {
              @Override
              public byte[] arriving(Site site, int from, byte[] frame, boolean again) {
                busy(site);
                return frame;
              }

              private void busy(Site site) {
                site.post(() -> busy(site));
              }
            });
    assertThat(violation.law()).isEqualTo(Law.COMES_TO_REST);
  }

  private static void aProcessThatThrows() {
    Violation violation =
        atArrivals(
            new Mutation() {
              @Override
              public byte[] arriving(Site site, int from, byte[] frame, boolean again) {
                throw new IllegalStateException("planted");
              }
            });
    assertThat(violation.law()).isEqualTo(Law.NO_BUG);
    assertThat(violation.sentence())
        .startsWith("there is a bug: java.lang.IllegalStateException: planted at ");
  }
}
