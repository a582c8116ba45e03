package cutline.bank.config;

import cutline.bank.domain.Bank;
import cutline.bank.domain.DurationRange;
import cutline.core.ChannelOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code config.json} says of a bank of clients.
 *
 * @param clients 1 to 256, in the order of the file; their ids and addresses are unique, and their
 *     balances together are a {@code long}
 * @param interval time from one decision of a client whether to transfer money to the next; more
 *     than zero, at most a day
 * @param probability how likely it then is that it does, 0 to 1
 * @param delay how long money stays in its channel, at most a day
 * @param maxAmount the most that one transfer moves, in dollars, at least 1
 * @param seed what the choices depend on, if it is given
 * @param order what the channels promise, if the file says what carries them
 */
public record ClientsConfig(
    List<Client> clients,
    Duration interval,
    double probability,
    DurationRange delay,
    long maxAmount,
    OptionalLong seed,
    Optional<ChannelOrder> order) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ClientsConfig {
    clients = List.copyOf(clients);
    if (clients.isEmpty() || clients.size() > Bank.MAX_MEMBERS) {
      throw new IllegalArgumentException(clients.size() + " clients");
    }
    if (!interval.isPositive() || interval.compareTo(Duration.ofDays(1)) > 0 || maxAmount < 1) {
      throw new IllegalArgumentException(
          "transfers every %s of at most $%d".formatted(interval, maxAmount));
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability " + probability);
    }
  }

  /**
   * One of the clients.
   *
   * @param member its id, which is its name as a branch, and its address
   * @param balance what it opens with, in dollars, not negative
   */
  public record Client(Member member, long balance) {

    /**
     * Checks the balance.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Client {
      if (balance < 0) {
        throw new IllegalArgumentException("balance " + balance);
      }
    }
  }
}
