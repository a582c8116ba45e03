package cutline.cli.bench;

import cutline.bank.BankConnection;
import cutline.bank.BankDefinition;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.Protocol;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;

/**
 * What one does who has no snapshots: all branches make no transfers any more; when nothing is in
 * flight, all accounts are read; then the branches go on. Over the sockets on which a controller
 * comes.
 */
final class StopTheWorld implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Reads all accounts of the bank, and gives their sum. */
  @FunctionalInterface
  interface Reader {
    long sum() throws Exception;
  }

  private final Network network;
  private final Ticker ticker = Ticker.system();
  private final BankConnection connection;

  StopTheWorld(BankDefinition bank) throws CommandException {
    network = Protocol.of(bank.order()).open();
    connection =
        new BankConnection(
            bank.address(),
            network.transport(Addresses.of(bank.members())),
            PATIENCE,
            ticker,
            Clock.systemUTC(),
            System.nanoTime());
  }

  /**
   * Halts the bank once.
   *
   * @return how long it stood still, in nanoseconds: from the order to halt to the order to go on,
   *     which take equally long on their way
   * @throws IllegalStateException if the accounts do not add up to the bank's total
   */
  long stop(Reader reader) throws Exception {
    long halted = ticker.nanos();
    SequencedMap<String, Status> statuses = all(connection.pause(true));
    while (inFlight(statuses.values()) > 0) {
      if (ticker.nanos() - halted > PATIENCE.toNanos()) {
        throw new IllegalStateException("money stays in flight though nobody sends any");
      }
      statuses = all(connection.statuses(PATIENCE, false));
    }
    long sum = reader.sum();
    long still = ticker.nanos() - halted;
    all(connection.pause(false));
    if (sum != connection.bank().total()) {
      throw new IllegalStateException(
          "a halted bank of $%,d has $%,d in its accounts"
              .formatted(connection.bank().total(), sum));
    }
    return still;
  }

  private SequencedMap<String, Status> all(SequencedMap<String, Status> statuses) {
    if (statuses.size() < connection.bank().members().size()) {
      throw new IllegalStateException("a branch does not answer");
    }
    return statuses;
  }

  /** How many transfers have left and have not come, if nobody sends any more. */
  static long inFlight(Collection<Status> statuses) {
    return sum(statuses, Peer::getMessagesSent) - sum(statuses, Peer::getMessagesReceived);
  }

  private static long sum(Collection<Status> statuses, ToLongFunction<Peer> count) {
    return statuses.stream()
        .flatMap(status -> status.getPeersList().stream())
        .mapToLong(count)
        .sum();
  }

  @Override
  public void close() {
    connection.close();
    network.close();
  }
}
