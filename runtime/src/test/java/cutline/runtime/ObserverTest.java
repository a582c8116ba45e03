package cutline.runtime;

import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.decision;
import static cutline.runtime.PlayedPeer.marker;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.ChannelOrder;
import cutline.core.Limits;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What an observer is told, and what the numbers say about what it is not told. */
class ObserverTest {

  private final MemoryStore store = new MemoryStore();
  private final List<String> told = new ArrayList<>();
  private long lastCommit;

  private final class Life {

    final Purse purse = new Purse(100, Purse.Habit.KEEP, _ -> true);
    final Node<State, Coins> node;

    Life(boolean observed, Store in) throws Store.StoreException {
      Told listener = new Told();
      if (observed) {
        listener.observer =
            (number, what) -> told.add(number + " " + what.getClass().getSimpleName());
      }
      node =
          new Node<>(
              new NodeConfig(
                  "bank",
                  "A",
                  Topology.complete(List.of("A", "B"), ChannelOrder.FIFO),
                  1,
                  Limits.DEFAULT,
                  () -> 0,
                  () -> Duration.ZERO,
                  true),
              purse,
              new PurseCodec(0),
              in,
              (peer, dialer) -> {},
              listener,
              0);
      node.step(++lastCommit);
    }

    Life pay(int times) {
      node.post(() -> {
        for (int time = 0; time < times; time++) {
          assertThat(purse.pay("B", 1, 0, node.sender())).isEmpty();
        }
      });
      node.step(++lastCommit);
      return this;
    }

    Life snapshot() {
      node.post(() -> node.initiate("wish", Duration.ofDays(1)));
      node.step(++lastCommit);
      return this;
    }
  }

  @Test
  void aLifeGoesOnWithTheNumbersOfTheOneBefore() throws Exception {
    new Life(true, store).pay(2).snapshot();
    new Life(true, store).pay(1);
    assertThat(told)
        .containsExactly(
            "1 Sent", "2 Sent", "3 StateRecorded", "4 MarkerSent", "5 Resumed", "6 Sent");
  }

  /** Each behind what has caused it. */
  @Test
  void allOfASnapshotIsTold() {
    SnapshotId of = new SnapshotId("B", 1, 1);
    NodeUnderTest a =
        new NodeUnderTest(
                NodeUnderTest.config("A", new Limits(64, 1, 1_024)),
                new FragileStore(),
                (_, what) -> told.add(what.toString()))
            .step();
    PlayedPeer b = PlayedPeer.connected(a, "B").says(marker(1, of, 0));
    PlayedPeer c = PlayedPeer.connected(a, "C").says(coins(1, 1, 5), marker(2, of, 1));
    assertThat(told)
        .containsExactly(
            "StateRecorded[snapshot=B.1.1, state=State[balance=1000, sent={}, received={}, early={}]]",
            "MarkerSent[to=B, id=0.1, snapshot=B.1.1]",
            "MarkerSent[to=C, id=0.1, snapshot=B.1.1]",
            "MarkerReceived[from=B, id=0.1, snapshot=B.1.1]",
            "ChannelClosed[from=B, snapshot=B.1.1]",
            "Received[from=C, id=0.1, message=Coins[number=1, amount=5, padding=0], inFlight=[B.1.1]]",
            "MarkerReceived[from=C, id=0.2, snapshot=B.1.1]",
            "ChannelClosed[from=C, snapshot=B.1.1]",
            "PartComplete[snapshot=B.1.1]");
    told.clear();
    b.says(decision(2, of), marker(3, new SnapshotId("B", 1, 2), 0));
    c.says(coins(3, 2, 5), coins(4, 3, 5));
    assertThat(told.getLast())
        .startsWith("GivenUp[snapshot=B.1.2, reason=A has recorded 1 messages in flight");
  }

  @Test
  void whatIsGivenUpIsToldWithItsReason() {
    NodeUnderTest a =
        new NodeUnderTest(
                NodeUnderTest.config("A", 1),
                new FragileStore(),
                (_, what) -> told.add(what.toString()))
            .step();
    SnapshotId of = new SnapshotId("B", 1, 1);
    PlayedPeer b = PlayedPeer.connected(a, "B").says(marker(1, of, 0));
    told.clear();
    b.says(decision(2, of));
    assertThat(told).isEmpty();
    Frame incomplete = decision(3, new SnapshotId("B", 1, 2));
    b.says(
        PlayedPeer.entry(
            incomplete.getEntry().toBuilder()
                .setDecision(
                    incomplete.getEntry().getDecision().toBuilder()
                        .setStatus(Decision.Status.INCOMPLETE)
                        .setReason("no report from C"))));
    assertThat(told)
        .containsExactly("GivenUp[snapshot=B.1.2, reason=INCOMPLETE: no report from C]");
    a.initiate("wish", Duration.ofSeconds(1));
    a.after(Duration.ofSeconds(1));
    assertThat(told.getLast())
        .isEqualTo("GivenUp[snapshot=A.1.1, reason=INCOMPLETE: no report from A, B, C]");
  }

  /** It costs no number, and begins and ends in the middle of a life. */
  @Test
  void whoWatchesIsToldFromThenOn() throws Exception {
    List<String> seen = new ArrayList<>();
    Life life = new Life(true, store).pay(1);
    life.node.post(() -> life.node.watch(what -> seen.add(what.getClass().getSimpleName())));
    life.pay(1).snapshot();
    life.node.post(() -> life.node.watch(null));
    life.pay(1);
    assertThat(seen).containsExactly("Sent", "StateRecorded", "MarkerSent");
    assertThat(told)
        .containsExactly("1 Sent", "2 Sent", "3 StateRecorded", "4 MarkerSent", "5 Sent");
    Life unobserved = new Life(false, new MemoryStore());
    unobserved.node.post(() -> unobserved.node.watch(what -> seen.add(what.toString())));
    unobserved.pay(2);
    assertThat(seen).hasSize(5).last().asString().startsWith("Sent[to=B, id=0.2,");
  }

  @Test
  void aLifeThatNobodyHasObservedTakesANumber() throws Exception {
    new Life(true, store).pay(1);
    new Life(false, store).pay(1);
    new Life(true, store).pay(1);
    assertThat(told).containsExactly("1 Sent", "3 Resumed", "4 Sent");
  }

  /** It died behind the commit, before anybody was told. */
  @Test
  void whatWasDurableAndNotToldHasTakenItsNumber() throws Exception {
    Store dies =
        new Store() {
          private int commits;

          @Override
          public void commit(Batch batch) throws StoreException {
            store.commit(batch);
            if (++commits == 2) {
              throw new StoreException("power loss");
            }
          }

          @Override
          public void scan(String prefix, BiConsumer<String, byte[]> visitor)
              throws StoreException {
            store.scan(prefix, visitor);
          }

          @Override
          public void close() {}
        };
    new Life(true, dies).pay(2);
    assertThat(told).isEmpty();
    new Life(true, store);
    assertThat(told).containsExactly("3 Resumed");
  }

  /** Nothing was committed: it did not happen. */
  @Test
  void whatIsNotDurableIsNeverTold() throws Exception {
    Store full =
        new Store() {
          private int commits;

          @Override
          public void commit(Batch batch) throws StoreException {
            if (++commits == 2) {
              throw new StoreException("full");
            }
            store.commit(batch);
          }

          @Override
          public void scan(String prefix, BiConsumer<String, byte[]> visitor)
              throws StoreException {
            store.scan(prefix, visitor);
          }

          @Override
          public void close() {}
        };
    new Life(true, full).pay(2);
    new Life(true, store).pay(1);
    assertThat(told).containsExactly("1 Resumed", "2 Sent");
  }
}
