package cutline.cli.bench;

import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * A bank in one table of a PostgreSQL server. Its clients are pgbench's, in the way that is fastest
 * for them: prepared statements over a Unix socket, one statement a transaction.
 */
final class PostgresLedger {

  private static final int CLIENTS = 32;

  /** So much that no account is ever empty. */
  private static final long SHARE = 1_000_000;

  private static final List<String> IN_A_SNAPSHOT =
      List.of("env", "PGOPTIONS=-c default_transaction_isolation=repeatable\\ read");

  private static final String SUM = "SELECT sum(balance) FROM account;\n";

  private final PostgresServer server;
  private final Path directory;
  private final Path transfer;
  private final Path sum;
  private final long total;

  /**
   * Deals money out to accounts.
   *
   * @param parent of the directory that is made for scripts and logs
   */
  PostgresLedger(PostgresServer server, int accounts, Path parent) throws Exception {
    this.server = server;
    directory = Files.createTempDirectory(parent, "ledger").toAbsolutePath();
    transfer = script("transfer.sql", transferScript(accounts));
    sum = script("sum.sql", SUM);
    total = SHARE * accounts;
    Path schema = script("schema.sql", dealScript(accounts));
    var _ = run(psql("-f", schema.toString()));
  }

  /** With room in each page, so that a new version of a row stays where the old one is. */
  private static String dealScript(int accounts) {
    return """
    CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0))
      WITH (fillfactor = 50);
    INSERT INTO account SELECT id, %d FROM generate_series(1, %d) AS id;
    VACUUM ANALYZE account;
    """
        .formatted(SHARE, accounts);
  }

  /** A dollar from an account to another one. Rows are locked in the order of the index. */
  private static String transferScript(int accounts) {
    return """
    \\set from random(1, %1$d)
    \\set to 1 + (:from - 1 + random(1, %1$d - 1)) %% %1$d
    UPDATE account SET balance = balance + CASE id WHEN :from THEN -1 ELSE 1 END
      WHERE id IN (:from, :to);
    """
        .formatted(accounts);
  }

  private Path script(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** Transfers by all clients at once, as many as they can make. */
  Rate transfers(Duration about) throws Exception {
    return PgbenchOutput.rate(run(transferring(about)));
  }

  /** Sums of all accounts, one after the other, and how long they take, in nanoseconds. */
  void sums(Duration about, Histogram nanos) throws Exception {
    Path log = directory.resolve("sums");
    List<String> command = new ArrayList<>(IN_A_SNAPSHOT);
    command.addAll(pgbench(about, 1, sum, "--log", "--log-prefix=" + log));
    var _ = run(command);
    for (Path file : files("sums.")) {
      PgbenchOutput.addTimes(Files.readAllLines(file), nanos);
      Files.delete(file);
    }
  }

  /** The same while all clients transfer. */
  void sumsUnderLoad(Duration about, Histogram nanos) throws Exception {
    // Longer than the sums, whose last one then does not find the load gone.
    Process load =
        new ProcessBuilder(transferring(about.plusSeconds(1)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      sums(about, nanos);
    } finally {
      load.destroy();
      var _ = load.onExit().join();
    }
  }

  /** That all the money is there. */
  void check() throws Exception {
    long sum = Long.parseLong(run(psql("-Atc", SUM)).strip());
    if (sum != total) {
      throw new IllegalStateException("PostgreSQL has %d and not %d".formatted(sum, total));
    }
  }

  private List<String> transferring(Duration about) {
    return pgbench(about, CLIENTS, transfer);
  }

  private List<String> pgbench(Duration about, int clients, Path script, String... options) {
    int threads = Math.min(clients, Runtime.getRuntime().availableProcessors());
    long seconds = Math.max(1, Math.round(about.toMillis() / 1e3));
    List<String> arguments =
        new ArrayList<>(List.of("--no-vacuum", "--protocol=prepared", "--file=" + script));
    arguments.add("--client=" + clients);
    arguments.add("--jobs=" + threads);
    arguments.add("--time=" + seconds);
    arguments.addAll(List.of(options));
    arguments.add("postgres");
    return server.client("pgbench", arguments);
  }

  private List<String> psql(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-X", "-q", "-v", "ON_ERROR_STOP=1"));
    all.addAll(List.of(arguments));
    all.add("postgres");
    return server.client("psql", all);
  }

  private String run(List<String> command) throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new CommandException(
            ExitCode.CONFIGURATION,
            "peers.postgresql: %s says: %s"
                .formatted(String.join(" ", command), Files.readString(output).strip()));
      }
    } finally {
      process.destroy();
    }
    return Files.readString(output);
  }

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
