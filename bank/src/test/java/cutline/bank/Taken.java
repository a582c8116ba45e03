package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.core.SnapshotStatus;
import java.util.ArrayList;
import java.util.List;

/** What a controller has told; read when it has ended. */
final class Taken implements ControllerLog {

  final List<BankSnapshot> snapshots = new ArrayList<>();
  final List<List<String>> waitings = new ArrayList<>();
  int begun;
  boolean attached;

  @Override
  public void waiting(List<String> branches) {
    waitings.add(branches);
  }

  @Override
  public void running(BankDefinition bank, boolean wasRunning) {
    begun++;
    attached = wasRunning;
  }

  @Override
  public void snapshot(int number, BankSnapshot snapshot) {
    snapshots.add(snapshot);
    assertThat(number).isEqualTo(snapshots.size());
  }

  Taken assertExact(int count) {
    assertThat(snapshots).hasSize(count);
    assertThat(snapshots).allSatisfy(Taken::assertExact);
    return this;
  }

  boolean isExact() {
    assertThat(snapshots).noneMatch(BankSnapshot::isInconsistent);
    return snapshots.stream().allMatch(snapshot -> snapshot.snapshot().isComplete());
  }

  static void assertExact(BankSnapshot snapshot) {
    assertThat(snapshot.snapshot().reason()).isNull();
    assertThat(snapshot.snapshot().status()).isEqualTo(SnapshotStatus.COMPLETE);
    assertThat(snapshot.invariant().violation(snapshot.snapshot())).isEmpty();
    int branches = snapshot.snapshot().states().size();
    assertThat(snapshot.snapshot().markers()).isEqualTo(branches * (branches - 1));
  }

  Taken assertMoneyInFlightIn(double share) {
    long inFlight =
        snapshots.stream().filter(snapshot -> snapshot.inFlightTotal().signum() > 0).count();
    assertThat(inFlight).isGreaterThanOrEqualTo((long) (snapshots.size() * share));
    return this;
  }
}
