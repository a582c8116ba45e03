package cutline.bank.domain;

import cutline.runtime.Application;
import cutline.runtime.SendRefusal;
import cutline.runtime.Sender;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A member of the bank: one balance. Once started, it sends random amounts to random other members
 * at times that its traffic gives; without money it skips its turn.
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
  private final boolean onlyToConnected;
  private final long total;
  private final RandomGenerator random;
  private final @Nullable TransferLog log;

  private Traffic traffic;
  private long balance;
  private long sent;
  private long received;
  private boolean started;
  private boolean paused;

  /** Whether {@link #nextTransfer} is chosen. */
  private boolean planned;

  private long nextTransfer;

  /**
   * A member that has its opening balance and waits to be started.
   *
   * @param log is told of each transfer; null if nobody listens
   */
  public Branch(
      String name, Bank bank, Traffic traffic, RandomGenerator random, @Nullable TransferLog log) {
    this.name = name;
    this.others = bank.names();
    this.others.remove(name);
    this.onlyToConnected = bank.founding() == Bank.Founding.JOINED;
    this.total = bank.total();
    this.balance = bank.openingBalance(name);
    this.traffic = traffic;
    this.random = random;
    this.log = log;
  }

  /** Begins to transfer; a second time changes nothing. */
  public void start(long now) {
    if (!started) {
      started = true;
      plan(now);
    }
  }

  private void plan(long now) {
    nextTransfer = now + traffic.rhythm().drawInterval(random);
    planned = true;
  }

  /** Whether it has been started. */
  public boolean isStarted() {
    return started;
  }

  /** Stops transferring by itself, or goes on; what others send is received all the same. */
  public void pause(boolean pause) {
    paused = pause;
    planned = false;
  }

  /** Whether it makes no transfers by itself for now. */
  public boolean isPaused() {
    return paused;
  }

  /** How it transfers by itself. */
  public Traffic traffic() {
    return traffic;
  }

  /** Transfers by itself in another way from now on; what is in flight keeps its delay. */
  public void setTraffic(Traffic changed) {
    traffic = changed;
    planned = false;
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
    if (onlyToConnected && !sender.isConnected(to)) {
      return Optional.of(new TransferRefusal.NotConnected(to));
    }
    if (amount > balance) {
      return Optional.of(new TransferRefusal.InsufficientFunds(balance, amount));
    }
    Optional<SendRefusal> refusal = sender.send(to, new Transfer(amount));
    if (refusal.isPresent()) {
      return refusal.map(TransferRefusal.NotNow::new);
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
    if (!isActive()) {
      return;
    }
    if (!planned) {
      plan(now);
    }
    boolean able = true;
    for (int turn = 0; turn < BURST && able && nextTransfer <= now; turn++) {
      able = !traffic.rhythm().drawTransfer(random) || transferAtRandom(sender);
      nextTransfer += traffic.rhythm().drawInterval(random);
    }
    nextTransfer = Math.max(nextTransfer, able ? now : now + RETRY);
  }

  private boolean isActive() {
    return started && !paused && !others.isEmpty();
  }

  private boolean transferAtRandom(Sender<Transfer> sender) {
    long most = Math.min(balance, traffic.maxAmount());
    List<String> candidates =
        onlyToConnected ? others.stream().filter(sender::isConnected).toList() : others;
    if (most < 1 || candidates.isEmpty()) {
      return false;
    }
    String to = candidates.get(random.nextInt(candidates.size()));
    return transfer(to, random.nextLong(most) + 1, sender).isEmpty();
  }

  @Override
  public long nextTick() {
    if (!isActive()) {
      return Long.MAX_VALUE;
    }
    return planned ? nextTransfer : Long.MIN_VALUE;
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
