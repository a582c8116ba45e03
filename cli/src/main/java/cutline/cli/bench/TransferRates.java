package cutline.cli.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How many transfers a second arrive in a bank whose branches transfer as fast as they can. */
final class TransferRates {

  /** In so many rounds a rate is measured, of which the median counts. */
  private static final int ROUNDS = 5;

  private static final int[] BRANCHES = {2, 4, 16};
  private static final int MANY_ACCOUNTS = 1_000_000;

  private TransferRates() {}

  /** With the state in memory. */
  static void inMemory(Setting setting) throws Exception {
    for (int branches : BRANCHES) {
      measure(setting, "transfers.memory." + branches, branches, 1, null);
    }
  }

  /** With the state in files: each transfer is durable at its receiver when it counts. */
  static void durable(Setting setting) throws Exception {
    for (int branches : BRANCHES) {
      measure(setting, "transfers.durable." + branches, branches, 1, setting.directory());
    }
    measure(
        setting,
        "transfers.durable.2.accounts." + MANY_ACCOUNTS,
        2,
        MANY_ACCOUNTS,
        setting.directory());
  }

  private static void measure(
      Setting setting, String name, int branches, int accounts, @Nullable Path directory)
      throws Exception {
    if (!setting.wants(name)) {
      return;
    }
    try (MeasuredBank bank =
        MeasuredBank.start(
            setting.protocol(), branches, directory, accounts, MeasuredBank.FULL_LOAD)) {
      Thread.sleep(setting.each().dividedBy(2));
      Rates rates = new Rates();
      for (int round = 0; round < ROUNDS; round++) {
        rates.add(Rate.of(bank, setting.each().dividedBy(ROUNDS)));
      }
      rates.print(setting.figures(), name);
    }
  }
}
