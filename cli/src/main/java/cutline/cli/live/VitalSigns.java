package cutline.cli.live;

import cutline.bank.BankConnection;
import cutline.bank.wire.Vitals;
import cutline.console.web.Metrics;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks the members of a bank how they do, again and again, for the figures of its console. */
final class VitalSigns implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Metrics metrics;
  private final Thread thread;

  /**
   * Asks from now on.
   *
   * @param bank connects with the members
   */
  VitalSigns(Supplier<BankConnection> bank, Metrics metrics) {
    this.metrics = metrics;
    this.thread = Thread.ofVirtual().name("vital signs").start(() -> ask(bank));
  }

  private void ask(Supplier<BankConnection> bank) {
    try (BankConnection connection = bank.get()) {
      while (true) {
        connection
            .vitals(INTERVAL)
            .forEach((member, status) -> metrics.vitals(member, of(status.getVitals())));
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      // The console has ended.
    }
  }

  private static Metrics.Vitals of(Vitals said) {
    return new Metrics.Vitals(
        said.getCommits(),
        said.getCommitNanos(),
        said.getSlowestCommitNanos(),
        Integer.toUnsignedLong(said.getWaiting()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
