package cutline.cli.chaos;

import cutline.bank.BankConnection;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Snapshots of a bank all the time: each branch initiates one after the other, and one more asker
 * goes round the branches and has less patience than a dead branch needs to come back.
 */
final class ChaosSnapshots {

  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration IMPATIENT = Duration.ofMillis(700);
  private static final Duration PAUSE = Duration.ofMillis(150);

  private final ChaosBank bank;
  private final ChaosTally tally;
  private final Consumer<String> progress;
  private volatile boolean ending;

  /**
   * @param progress is told, in a line, of each snapshot without a result
   */
  ChaosSnapshots(ChaosBank bank, ChaosTally tally, Consumer<String> progress) {
    this.bank = bank;
    this.tally = tally;
    this.progress = progress;
  }

  /** The longest that one of them may take. */
  Duration longest() {
    return deadline(PATIENT);
  }

  private Duration deadline(Duration timeout) {
    return timeout.plus(bank.longestDelay().multipliedBy(3));
  }

  /** Those who take them, each to be run in a thread of its own until {@link #end}. */
  List<Callable<Void>> askers() {
    List<Callable<Void>> askers = new ArrayList<>();
    bank.names().forEach(name -> askers.add(() -> take(List.of(name), PATIENT)));
    askers.add(() -> take(bank.names(), IMPATIENT));
    return askers;
  }

  private Void take(List<String> initiators, Duration timeout) throws InterruptedException {
    try (BankConnection connection = bank.connect(timeout)) {
      for (int number = 0; !ending; number++) {
        BankSnapshot taken = connection.snapshot(initiators.get(number % initiators.size()), null);
        tally.add(taken, deadline(timeout));
        if (!taken.snapshot().isComplete()) {
          progress.accept(line(taken.snapshot()));
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
    return null;
  }

  private static String line(GlobalSnapshot<BranchState, Transfer> snapshot) {
    SnapshotId id = snapshot.id();
    return "snapshot %s  %s: %s"
        .formatted(
            id == null ? "from " + snapshot.initiator() : id, snapshot.status(), snapshot.reason());
  }

  /** Begins no more. */
  void end() {
    ending = true;
  }
}
