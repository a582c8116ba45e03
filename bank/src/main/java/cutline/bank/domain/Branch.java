package cutline.bank.domain;

import cutline.runtime.Application;
import cutline.runtime.ChannelFull;
import cutline.runtime.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A branch of the bank: one balance. Once started, it sends random amounts to random other branches
 * at random times; a branch without money skips its turn.
 */
public final class Branch implements Application<BranchState, Transfer> {

  /** Without pauses between transfers, so many are made before others get their turn. */
  private static final int BURST = 512;

  /**
   * After a turn in which nothing could be sent, the next one is not before this, in nanoseconds.
   */
  private static final long RETRY = 100_000;

  private final String name;
  private final List<String> others;
  private final Traffic traffic;
  private final RandomGenerator random;
  private final @Nullable TransferLog log;

  private final long total;

  private long balance;
  private long sent;
  private long received;
  private boolean started;
  private long nextTransfer;

  /**
   * A branch that has its share and waits to be started.
   *
   * @param branches the names of all branches, this one too
   * @param total of the bank, in dollars: no branch ever has more
   * @param share the balance to begin with, not negative
   * @param log is told of each transfer; null if nobody listens
   */
  public Branch(
      String name,
      List<String> branches,
      long total,
      long share,
      Traffic traffic,
      RandomGenerator random,
      @Nullable TransferLog log) {
    this.name = name;
    this.others = new ArrayList<>(branches);
    this.others.remove(name);
    this.total = total;
    this.balance = new BranchState(share).balance();
    this.traffic = traffic;
    this.random = random;
    this.log = log;
  }

  /** Begins to transfer; a second time changes nothing. */
  public void start(long now) {
    if (!started) {
      started = true;
      nextTransfer = now + traffic.drawInterval(random);
    }
  }

  /** Whether it has been started. */
  public boolean isStarted() {
    return started;
  }

  /** In dollars. */
  public long balance() {
    return balance;
  }

  /** How many transfers have left. */
  public long sent() {
    return sent;
  }

  /** How many transfers have come. */
  public long received() {
    return received;
  }

  /**
   * Sends money to another branch: the debit and the message are one.
   *
   * @param amount in dollars
   * @return empty, or why nothing happened
   */
  public Optional<TransferRefusal> transfer(String to, long amount, Sender<Transfer> sender) {
    if (amount < 1) {
      return Optional.of(new TransferRefusal.InvalidAmount(amount));
    }
    if (to.equals(name)) {
      return Optional.of(new TransferRefusal.ToItself(to));
    }
    if (!others.contains(to)) {
      return Optional.of(new TransferRefusal.UnknownBranch(to));
    }
    if (amount > balance) {
      return Optional.of(new TransferRefusal.InsufficientFunds(balance, amount));
    }
    Optional<ChannelFull> full = sender.send(to, new Transfer(amount));
    if (full.isPresent()) {
      return full.map(TransferRefusal.Congested::new);
    }
    balance -= amount;
    sent++;
    if (log != null) {
      long after = balance;
      sender.afterCommit(() -> log.sent(to, amount, after));
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> objection(String from, Transfer transfer) {
    return transfer.amount() <= total - balance
        ? Optional.empty()
        : Optional.of(
            "a transfer of $%,d to a branch that has $%,d, in a bank of $%,d"
                .formatted(transfer.amount(), balance, total));
  }

  @Override
  public void deliver(String from, Transfer transfer, Sender<Transfer> sender) {
    balance = Math.addExact(balance, transfer.amount());
    received++;
    if (log != null) {
      long after = balance;
      sender.afterCommit(() -> log.received(from, transfer.amount(), after));
    }
  }

  @Override
  public void tick(long now, Sender<Transfer> sender) {
    if (!started || others.isEmpty()) {
      return;
    }
    boolean able = true;
    for (int turn = 0; turn < BURST && able && nextTransfer <= now; turn++) {
      able = transferAtRandom(sender);
      nextTransfer += traffic.drawInterval(random);
    }
    nextTransfer = Math.max(nextTransfer, able ? now : now + RETRY);
  }

  private boolean transferAtRandom(Sender<Transfer> sender) {
    long most = Math.min(balance, traffic.maxAmount());
    String to = others.get(random.nextInt(others.size()));
    return most > 0 && transfer(to, random.nextLong(most) + 1, sender).isEmpty();
  }

  @Override
  public long nextTick() {
    return started && !others.isEmpty() ? nextTransfer : Long.MAX_VALUE;
  }

  @Override
  public BranchState capture() {
    return new BranchState(balance);
  }

  @Override
  public void restore(BranchState state) {
    balance = state.balance();
  }
}
