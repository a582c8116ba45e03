package cutline.cli.bench;

import cutline.cli.command.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Durable transfers between two branches, and those in a PostgreSQL server with as many accounts,
 * in turn; and how long PostgreSQL takes to add its accounts up.
 */
final class PostgresComparison {

  private static final int BRANCHES = 2;
  private static final int ACCOUNTS = 1_000;
  private static final int ROUNDS = 5;

  private final Setting setting;
  private final FigureOutput figures;
  private final PostgresLedger ledger;

  private PostgresComparison(Setting setting, PostgresLedger ledger) {
    this.setting = setting;
    this.figures = setting.figures();
    this.ledger = ledger;
  }

  static void measure(Setting setting) throws Exception {
    boolean rates =
        setting.wants("peers.postgresql.transfers")
            || setting.wants("peers.postgresql.ratio")
            || setting.wants("peers.cutline.transfers.durable.2");
    boolean sums = setting.wants("peers.postgresql.snapshot");
    if (!rates && !sums) {
      return;
    }
    Optional<Path> programs = setting.peers().postgresqlPrograms();
    if (programs.isEmpty()) {
      System.err.println(
          "peers.postgresql is skipped: PostgreSQL is not here; in Cutline's directory,"
              + " peers/install-postgresql installs it from Debian");
      return;
    }
    try (PostgresServer server = new PostgresServer(programs.get(), setting.directory())) {
      PostgresLedger ledger = new PostgresLedger(server, ACCOUNTS, setting.directory());
      PostgresComparison comparison = new PostgresComparison(setting, ledger);
      if (rates) {
        comparison.rates();
      }
      if (sums) {
        comparison.sums();
      }
      ledger.check();
    }
  }

  private void rates() throws Exception {
    Rates ofBank = new Rates();
    Rates ofPostgres = new Rates();
    Duration round = setting.each().dividedBy(ROUNDS);
    try (MeasuredBank bank =
        MeasuredBank.start(
            Protocol.TCP,
            BRANCHES,
            setting.directory(),
            ACCOUNTS / BRANCHES,
            MeasuredBank.FULL_LOAD)) {
      Thread.sleep(setting.each().dividedBy(2));
      bank.load(false);
      var _ = ledger.transfers(setting.each().dividedBy(2));
      for (int i = 0; i < ROUNDS; i++) {
        ofBank.add(Rate.underLoad(bank, round));
        ofPostgres.add(ledger.transfers(round));
      }
    }
    ofBank.print(figures, "peers.cutline.transfers.durable.2");
    ofPostgres.print(figures, "peers.postgresql.transfers");
    figures.print("peers.postgresql.ratio", ofBank.median() / ofPostgres.median(), "ratio", ROUNDS);
  }

  private void sums() throws Exception {
    Histogram idle = new Histogram(3);
    Histogram loaded = new Histogram(3);
    ledger.sums(setting.each(), idle);
    ledger.sumsUnderLoad(setting.each(), loaded);
    figures.printPercentiles("peers.postgresql.snapshot", idle);
    figures.printPercentiles("peers.postgresql.snapshot.loaded", loaded);
  }
}
