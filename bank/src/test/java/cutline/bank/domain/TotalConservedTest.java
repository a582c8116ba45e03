package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TotalConservedTest {

  private final SortedMap<String, BranchState> balances = new TreeMap<>();
  private final SortedMap<Channel, List<Transfer>> channels = new TreeMap<>();

  private TotalConservedTest balance(String branch, long balance) {
    balances.put(branch, new BranchState(balance));
    return this;
  }

  private TotalConservedTest inFlight(String from, String to, long... amounts) {
    channels.put(new Channel(from, to), Arrays.stream(amounts).mapToObj(Transfer::new).toList());
    return this;
  }

  private BankSnapshot snapshot(long expected, SnapshotStatus status) {
    String reason = status == SnapshotStatus.COMPLETE ? null : "no report from C";
    return new BankSnapshot(
        new GlobalSnapshot<>(new SnapshotId("A", 1, 1), "A", status, reason, balances, channels, 2),
        expected,
        Instant.EPOCH,
        Duration.ofMillis(1));
  }

  private String verdict(long expected) {
    BankSnapshot snapshot = snapshot(expected, SnapshotStatus.COMPLETE);
    String sentence = snapshot.invariant().violation(snapshot.snapshot()).orElse("exact");
    assertThat(snapshot.isInconsistent()).isEqualTo(!sentence.equals("exact"));
    return sentence;
  }

  @Test
  void balancesAndMoneyInFlightAddUp() {
    balance("A", 3_000).balance("B", 612).inFlight("A", "B", 100, 250).inFlight("B", "A", 38);
    assertThat(verdict(4_000)).isEqualTo("exact");
    BankSnapshot snapshot = snapshot(4_000, SnapshotStatus.COMPLETE);
    assertThat(snapshot.balanceTotal()).isEqualTo(3_612);
    assertThat(snapshot.inFlightTotal()).isEqualTo(388);
    assertThat(snapshot.total()).isEqualTo(4_000);
    assertThat(snapshot.invariant().name()).isEqualTo("the total is conserved");
  }

  @Test
  void missingMoneyIsNamed() {
    balance("A", 3_655);
    assertThat(verdict(4_000))
        .isEqualTo("the balances hold $3,655 and the channels $0: $345 are missing of $4,000");
  }

  @Test
  void inventedMoneyIsNamed() {
    balance("A", 4_000).inFlight("A", "B", 40);
    assertThat(verdict(4_000))
        .isEqualTo("the balances hold $4,000 and the channels $40: $40 too many of $4,000");
  }

  @Test
  void aBankWithoutMoneyIsExact() {
    balance("A", 0).balance("B", 0);
    assertThat(verdict(0)).isEqualTo("exact");
  }

  @Test
  void moreThanALongHoldsIsNotWrapped() {
    balance("A", Long.MAX_VALUE).balance("B", Long.MAX_VALUE).inFlight("A", "B", 2);
    // Wrapped, the sum would be 0.
    assertThat(verdict(0))
        .isEqualTo(
            "the balances hold $18,446,744,073,709,551,614 and the channels $2:"
                + " $18,446,744,073,709,551,616 too many of $0");
    assertThat(snapshot(0, SnapshotStatus.COMPLETE).total()).isEqualTo(BigInteger.TWO.pow(64));
  }

  @Test
  void whatIsNotCompleteIsNeitherExactNorInconsistent() {
    balance("A", 5);
    assertThat(snapshot(4_000, SnapshotStatus.INCOMPLETE).isInconsistent()).isFalse();
    assertThat(snapshot(4_000, SnapshotStatus.ABORTED).isInconsistent()).isFalse();
  }
}
