package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.domain.RecordingSender.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a branch does by itself. Time is whatever the branch asks for. */
class TrafficTest {

  private static final long MILLI = 1_000_000;
  private static final Duration EVERY = Duration.ofMillis(10);

  private final RecordingSender sender = new RecordingSender();

  private static Branch branch(long share, Duration every, long maxAmount, long seed) {
    Traffic traffic = Traffic.irregular(every, DurationRange.NONE, maxAmount, seed);
    return new Branch(
        "A", Banks.dealt(share, share, share, share), traffic, new SplittableRandom(seed), null);
  }

  private static Branch started(long share) {
    Branch branch = branch(share, EVERY, 100, 1);
    branch.start(0);
    return branch;
  }

  /** Lets the branch act as often as it wants to, for so many times. */
  private void act(Branch branch, int times) {
    for (int i = 0; i < times; i++) {
      branch.tick(branch.nextTick(), sender);
    }
  }

  private static List<String> trace(long seed) {
    List<String> trace = new ArrayList<>();
    RecordingSender sender = new RecordingSender();
    Branch branch = branch(500, EVERY, 100, seed);
    branch.start(0);
    for (int i = 0; i < 300; i++) {
      long now = branch.nextTick();
      branch.tick(now, sender);
      trace.add(now + " " + sender.sent + " " + branch.balance());
      sender.sent.clear();
      if (i % 7 == 0) {
        branch.deliver("B", new Transfer(30), sender);
      }
    }
    return trace;
  }

  @Test
  void theSameSeedGivesTheSameTransfers() {
    assertThat(trace(42)).isEqualTo(trace(42)).isNotEqualTo(trace(43));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 100, Long.MAX_VALUE})
  void amountsAreFromOneDollarToAllThereIs(long maxAmount) {
    Branch branch = branch(1_000, EVERY, maxAmount, 5);
    branch.start(0);
    long before = branch.balance();
    for (int i = 0; i < 5_000; i++) {
      act(branch, 1);
      for (Sent sent : sender.sent) {
        assertThat(sent.amount()).isBetween(1L, Math.min(before, maxAmount));
        assertThat(sent.to()).isIn("B", "C", "D");
        before -= sent.amount();
      }
      assertThat(branch.balance()).isEqualTo(before).isNotNegative();
      if (i % 3 == 0) {
        branch.deliver("B", new Transfer(20), sender);
        before += 20;
      }
      sender.sent.clear();
    }
  }

  @Test
  void everyOtherBranchGetsSomething() {
    Branch branch = started(1_000_000);
    act(branch, 200);
    assertThat(sender.sent).extracting(Sent::to).contains("B", "C", "D");
  }

  @Test
  void intervalsLieBetweenNothingAndTwiceTheMean() {
    Branch branch = started(1_000_000);
    List<Long> intervals = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long before = branch.nextTick();
      act(branch, 1);
      intervals.add(branch.nextTick() - before);
    }
    assertThat(intervals).allSatisfy(i -> assertThat(i).isBetween(0L, 20 * MILLI));
    assertThat(intervals.stream().mapToLong(Long::longValue).average().orElseThrow())
        .isBetween(9.0 * MILLI, 11.0 * MILLI);
  }

  @Test
  void aBranchWithoutMoneySkipsItsTurnAndGoesOnLater() {
    Branch branch = started(0);
    act(branch, 1_000);
    assertThat(sender.sent).isEmpty();
    branch.deliver("B", new Transfer(50), sender);
    act(branch, 20);
    assertThat(sender.sent).isNotEmpty();
    assertThat(branch.balance()).isNotNegative();
  }

  @Test
  void aBranchWithoutMoneyDoesNotSpin() {
    Branch branch = branch(0, Duration.ZERO, 100, 1);
    branch.start(0);
    for (int i = 0; i < 100; i++) {
      long now = branch.nextTick();
      branch.tick(now, sender);
      assertThat(branch.nextTick()).isGreaterThanOrEqualTo(now + MILLI / 10);
    }
  }

  @Test
  void aFullChannelIsTriedAgainLater() {
    Branch branch = branch(1_000, Duration.ZERO, 10, 1);
    branch.start(0);
    sender.full.addAll(List.of("B", "C", "D"));
    long now = branch.nextTick();
    branch.tick(now, sender);
    assertThat(sender.sent).isEmpty();
    assertThat(branch.balance()).isEqualTo(1_000);
    assertThat(branch.nextTick()).isGreaterThan(now);
    sender.full.clear();
    act(branch, 1);
    assertThat(sender.sent).isNotEmpty();
  }

  @Test
  void aChannelWithMuchUnderWayGetsNoMore() {
    Branch branch = branch(1_000_000, Duration.ZERO, 1, 1);
    branch.start(0);
    sender.underWay.put("B", 1_024 / 3);
    branch.tick(0, sender);
    assertThat(sender.sent)
        .hasSize(512)
        .extracting(RecordingSender.Sent::to)
        .containsOnly("C", "D")
        .contains("C", "D");
    sender.underWay.putAll(Map.of("C", 1_024, "D", 1_024));
    long now = branch.nextTick();
    branch.tick(now, sender);
    assertThat(sender.sent).hasSize(512);
    assertThat(branch.nextTick()).isGreaterThan(now);
    sender.underWay.put("B", 1_024 / 3 - 1);
    branch.tick(branch.nextTick(), sender);
    assertThat(sender.sent.getLast().to()).isEqualTo("B");
  }

  @Test
  void othersGetTheirTurnHoweverMuchThereIsToDo() {
    Branch branch = branch(1_000_000, Duration.ZERO, 1, 1);
    branch.start(0);
    branch.tick(0, sender);
    assertThat(sender.sent).hasSize(512);
    assertThat(branch.nextTick()).isZero();
  }

  @Test
  void lostTimeIsNotMadeUpFor() {
    Branch branch = started(1_000_000);
    long anHour = Duration.ofHours(1).toNanos();
    branch.tick(anHour, sender);
    assertThat(sender.sent).hasSizeLessThanOrEqualTo(512);
    assertThat(branch.nextTick()).isGreaterThanOrEqualTo(anHour);
    sender.sent.clear();
    branch.tick(anHour, sender);
    branch.tick(anHour, sender);
    assertThat(sender.sent).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void nothingHappensBeforeTheStart() {
    Branch branch = branch(1_000, EVERY, 100, 1);
    assertThat(branch.isStarted()).isFalse();
    assertThat(branch.nextTick()).isEqualTo(Long.MAX_VALUE);
    branch.tick(MILLI * 1_000, sender);
    assertThat(sender.sent).isEmpty();
    branch.deliver("B", new Transfer(5), sender);
    assertThat(branch.balance()).isEqualTo(1_005);
  }

  @Test
  void aSecondStartChangesNothing() {
    Branch branch = started(1_000);
    long next = branch.nextTick();
    branch.start(5 * MILLI);
    assertThat(branch.nextTick()).isEqualTo(next);
  }

  @Test
  void aBankOfOneBranchHasNowhereToSend() {
    Traffic traffic = Traffic.irregular(EVERY, DurationRange.NONE, 100, 1);
    Branch branch = new Branch("A", Banks.dealt(10), traffic, new SplittableRandom(1), null);
    branch.start(0);
    branch.tick(MILLI * 1_000, sender);
    assertThat(sender.sent).isEmpty();
    assertThat(branch.nextTick()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void delaysLieInTheirRange() {
    SplittableRandom random = new SplittableRandom(1);
    Duration least = Duration.ofNanos(3);
    Traffic traffic = Traffic.irregular(EVERY, new DurationRange(least, Duration.ofNanos(5)), 1, 1);
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      delays.add(traffic.drawDelay(random));
    }
    assertThat(delays).containsOnly(3L, 4L, 5L);
    Traffic immediate = Traffic.irregular(EVERY, DurationRange.NONE, 1, 1);
    assertThat(immediate.drawDelay(random)).isZero();
  }

  @Test
  void theLongestIntervalsAndDelaysCanBeDrawn() {
    Duration day = Duration.ofDays(1);
    Traffic traffic = Traffic.irregular(day, new DurationRange(day, day), Long.MAX_VALUE, 1);
    SplittableRandom random = new SplittableRandom(1);
    assertThat(traffic.rhythm().drawInterval(random)).isBetween(0L, 2 * day.toNanos());
    assertThat(traffic.drawDelay(random)).isEqualTo(day.toNanos());
  }

  @Test
  void valuesOutOfRangeCannotBeMade() {
    Duration day = Duration.ofDays(1);
    for (Duration every : List.of(Duration.ofNanos(-1), day.plusNanos(1))) {
      assertThatThrownBy(() -> Traffic.irregular(every, DurationRange.NONE, 1, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Traffic.irregular(EVERY, DurationRange.NONE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DurationRange(Duration.ofNanos(-1), day))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DurationRange(EVERY, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DurationRange(EVERY, day.plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // -------------------------------------------- members that join by themselves

  private static Branch client(double probability, long balance) {
    Traffic traffic =
        new Traffic(new Rhythm.Regular(EVERY, probability), DurationRange.NONE, 100, 1);
    Branch branch =
        new Branch(
            "A",
            Banks.joined(balance, 0, 0),
            traffic,
            new SplittableRandom(probability > 0 ? 1 : 2),
            null);
    branch.start(0);
    return branch;
  }

  @Test
  void turnsComeAtEqualIntervals() {
    Branch branch = client(1, 1_000_000);
    for (int turn = 1; turn <= 100; turn++) {
      assertThat(branch.nextTick()).isEqualTo(turn * 10L * MILLI);
      act(branch, 1);
      assertThat(sender.sent).hasSize(turn);
    }
  }

  @Test
  void aTurnBringsATransferWithTheProbability() {
    act(client(0, 1_000_000), 1_000);
    assertThat(sender.sent).isEmpty();
    act(client(0.2, 1_000_000), 10_000);
    assertThat(sender.sent).hasSizeBetween(1_800, 2_200);
  }

  @Test
  void moneyGoesOnlyToThoseThatAreThere() {
    Branch branch = client(1, 1_000_000);
    sender.away.add("B");
    act(branch, 100);
    assertThat(sender.sent).hasSize(100).extracting(Sent::to).containsOnly("C");
    sender.away.add("C");
    long balance = branch.balance();
    act(branch, 100);
    assertThat(sender.sent).hasSize(100);
    assertThat(branch.balance()).isEqualTo(balance);
    sender.away.clear();
    act(branch, 100);
    assertThat(sender.sent).extracting(Sent::to).contains("B");
  }

  // ------------------------------------------------------------- while it runs

  @Test
  void aPausedBranchOnlyReceives() {
    Branch branch = started(1_000);
    branch.pause(true);
    assertThat(branch.nextTick()).isEqualTo(Long.MAX_VALUE);
    branch.tick(Duration.ofDays(1).toNanos(), sender);
    branch.deliver("B", new Transfer(7), sender);
    assertThat(sender.sent).isEmpty();
    assertThat(branch.balance()).isEqualTo(1_007);
    assertThat(branch.transfer("C", 7, sender)).isEmpty();
  }

  @Test
  void whatAPausedBranchHasMissedIsNotMadeUpFor() {
    Branch branch = client(1, 1_000_000);
    branch.pause(true);
    long later = Duration.ofHours(1).toNanos();
    branch.pause(false);
    assertThat(branch.nextTick()).isLessThanOrEqualTo(later);
    branch.tick(later, sender);
    assertThat(sender.sent).isEmpty();
    assertThat(branch.nextTick()).isEqualTo(later + 10 * MILLI);
  }

  @Test
  void otherTrafficHoldsFromNowOn() {
    Branch branch = client(1, 1_000_000);
    act(branch, 3);
    Rhythm slower = new Rhythm.Regular(Duration.ofSeconds(1), 1);
    branch.setTraffic(branch.traffic().with(slower));
    branch.tick(40 * MILLI, sender);
    assertThat(branch.nextTick()).isEqualTo(1_040 * MILLI);
    assertThat(branch.traffic().maxAmount()).isEqualTo(100);
    DurationRange delay = new DurationRange(EVERY, EVERY);
    branch.setTraffic(branch.traffic().with(delay));
    assertThat(branch.traffic().rhythm()).isEqualTo(slower);
    assertThat(branch.traffic().drawDelay(new SplittableRandom(1))).isEqualTo(10 * MILLI);
  }

  @Test
  void rhythmsOutOfRangeCannotBeMade() {
    for (double probability : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> new Rhythm.Regular(EVERY, probability))
          .hasMessage("a probability of " + probability + " is not between 0 and 1");
    }
    for (Duration every : List.of(Duration.ZERO, Duration.ofDays(1).plusNanos(1))) {
      assertThatThrownBy(() -> new Rhythm.Regular(every, 1))
          .hasMessageContaining("a transfer every");
    }
  }

  @Test
  void allAccountsTakePart() {
    Branch branch =
        new Branch(
            "A",
            new Bank(Bank.Founding.DEALT, Banks.dealt(10_000, 0, 0).openingBalances(), 10),
            Traffic.irregular(EVERY, DurationRange.NONE, 100, 1),
            new SplittableRandom(1),
            null);
    branch.start(0);
    act(branch, 500);
    assertThat(sender.sent).extracting(Sent::fromAccount).contains(0, 9).allMatch(a -> a < 10);
    assertThat(sender.sent).extracting(Sent::toAccount).contains(0, 9).allMatch(a -> a < 10);
    assertThat(branch.transfer("B", 10, 0, 1, sender))
        .hasValue(new TransferRefusal.UnknownAccount(10));
    assertThat(branch.objection("B", new Transfer(1, 0, 10)))
        .hasValue("a transfer to account 10 of 10");
  }
}
