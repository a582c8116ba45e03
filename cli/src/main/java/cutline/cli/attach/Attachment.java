package cutline.cli.attach;

import cutline.bank.BankAddress;
import cutline.bank.BankConnection;
import cutline.cli.command.Addresses;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command's way to a bank that is at work.
 *
 * @param supervisor the socket of the program that runs the bank's branches as its own processes,
 *     or null if there is none
 * @param timeout how long to wait for members
 */
public record Attachment(
    Network network, BankAddress bank, @Nullable Path supervisor, Duration timeout)
    implements AutoCloseable {

  private static final SecureRandom NONCES = new SecureRandom();

  /** A connection to all members; a thread that talks to the bank needs one of its own. */
  public BankConnection connect() {
    return new BankConnection(
        bank,
        network.transport(Addresses.of(bank.members())),
        timeout,
        Ticker.system(),
        Clock.systemUTC(),
        NONCES.nextLong());
  }

  /** The same way, for those who wait for another time. */
  public Attachment within(Duration otherTimeout) {
    return new Attachment(network, bank, supervisor, otherTimeout);
  }

  /** Ends all connections; the bank goes on. */
  @Override
  public void close() {
    network.close();
  }
}
