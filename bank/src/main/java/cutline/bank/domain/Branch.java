package cutline.bank.domain;

import cutline.core.ChannelOrder;
import cutline.runtime.Application;
import cutline.runtime.Pages;
import cutline.runtime.SendRefusal;
import cutline.runtime.Sender;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A member of the bank: one account or many. Once started, it sends random amounts to random other
 * members at times that its traffic gives; without money it skips its turn.
 */
public final class Branch implements Application<BranchState, Transfer> {

  /** Without pauses between transfers, so many are made before others get their turn. */
  private static final int BURST = 512;

  /**
   * After a turn in which nothing could be sent, the next one is not before this, in nanoseconds.
   */
  private static final long RETRY = 100_000;

  /**
   * So many transfers that the branch makes by itself may be under way, in all channels together:
   * with more, what follows them, markers above all, would wait longer and nothing arrive sooner.
   */
  private static final int MOST_UNDER_WAY = 1_024;

  /** In each channel so many may be, however many channels there are. */
  private static final int LEAST_UNDER_WAY = 16;

  /** How often an account with money is looked for. */
  private static final int ATTEMPTS = 8;

  private final String name;
  private final List<String> others;
  private final boolean onlyToConnected;
  private final long total;
  private final RandomGenerator random;
  private final @Nullable TransferLog log;
  private final @Nullable Ledger ledger;

  private Traffic traffic;
  private final Accounts accounts;
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
    this(name, bank, traffic, random, log, false, ChannelOrder.FIFO);
  }

  /**
   * The same, perhaps one that can be audited.
   *
   * @param keepsLedger whether it numbers its transfers and keeps a {@link Ledger}, as all others
   *     must then, too
   * @param order in which transfers come, for the ledger
   */
  public Branch(
      String name,
      Bank bank,
      Traffic traffic,
      RandomGenerator random,
      @Nullable TransferLog log,
      boolean keepsLedger,
      ChannelOrder order) {
    this.name = name;
    this.others = bank.names();
    this.others.remove(name);
    this.onlyToConnected = bank.founding() == Bank.Founding.JOINED;
    this.total = bank.total();
    this.accounts = new Accounts(bank.openingBalance(name), bank.accounts());
    this.traffic = traffic;
    this.random = random;
    this.log = log;
    this.ledger = keepsLedger ? new Ledger(others, accounts.count(), order) : null;
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

  /** What all accounts hold together, in dollars. */
  public long balance() {
    return accounts.sum();
  }

  /** What each account holds, in dollars, in the order of their numbers. */
  public LongStream accounts() {
    return accounts.all();
  }

  /** How many transfers have left. */
  public long sent() {
    return sent;
  }

  /** How many transfers have come. */
  public long received() {
    return received;
  }

  /** Its ledger, or null if it keeps none. */
  public @Nullable Ledger ledger() {
    return ledger;
  }

  /**
   * Sends money from the first account to the first account of another branch.
   *
   * @param amount in dollars
   * @return empty, or why nothing happened
   */
  public Optional<TransferRefusal> transfer(String to, long amount, Sender<Transfer> sender) {
    return transfer(to, 0, 0, amount, sender);
  }

  /**
   * Sends money to an account of another branch: the debit and the message are one.
   *
   * @param amount in dollars
   * @return empty, or why nothing happened
   */
  public Optional<TransferRefusal> transfer(
      String to, int fromAccount, int toAccount, long amount, Sender<Transfer> sender) {
    Optional<TransferRefusal> refusal = refusal(to, fromAccount, toAccount, amount, sender);
    if (refusal.isPresent()) {
      return refusal;
    }
    long number = ledger == null ? 0 : ledger.next(to);
    Optional<SendRefusal> notSent =
        sender.send(to, new Transfer(amount, fromAccount, toAccount, number));
    if (notSent.isPresent()) {
      return notSent.map(TransferRefusal.NotNow::new);
    }
    if (ledger != null) {
      ledger.sent(to, sender);
    }
    accounts.add(fromAccount, -amount, sender);
    sent++;
    if (log != null) {
      long after = balance();
      sender.afterCommit(() -> log.sent(to, amount, after));
    }
    return Optional.empty();
  }

  private Optional<TransferRefusal> refusal(
      String to, int fromAccount, int toAccount, long amount, Sender<Transfer> sender) {
    if (amount < 1) {
      return Optional.of(new TransferRefusal.InvalidAmount(amount));
    }
    if (to.equals(name)) {
      return Optional.of(new TransferRefusal.ToItself(to));
    }
    if (!others.contains(to)) {
      return Optional.of(new TransferRefusal.UnknownBranch(to));
    }
    for (int account : new int[] {fromAccount, toAccount}) {
      if (account < 0 || account >= accounts.size()) {
        return Optional.of(new TransferRefusal.UnknownAccount(account));
      }
    }
    if (onlyToConnected && !sender.isConnected(to)) {
      return Optional.of(new TransferRefusal.NotConnected(to));
    }
    long balance = accounts.balance(fromAccount);
    return amount > balance
        ? Optional.of(new TransferRefusal.InsufficientFunds(balance, amount))
        : Optional.empty();
  }

  @Override
  public Optional<String> objection(String from, Transfer transfer) {
    if (transfer.toAccount() >= accounts.size()) {
      return Optional.of(
          "a transfer to account %d of %d".formatted(transfer.toAccount(), accounts.size()));
    }
    return transfer.amount() <= total - balance()
        ? Optional.empty()
        : Optional.of(
            "a transfer of $%,d to a branch that has $%,d, in a bank of $%,d"
                .formatted(transfer.amount(), balance(), total));
  }

  @Override
  public void deliver(String from, Transfer transfer, Sender<Transfer> sender) {
    accounts.add(transfer.toAccount(), transfer.amount(), sender);
    if (ledger != null) {
      ledger.applied(from, transfer.number(), sender);
    }
    received++;
    if (log != null) {
      long after = balance();
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
    int from = accountWithMoney();
    long most = Math.min(accounts.balance(from), traffic.maxAmount());
    List<String> candidates =
        onlyToConnected ? others.stream().filter(sender::isConnected).toList() : others;
    if (most < 1 || candidates.isEmpty()) {
      return false;
    }
    String to = withRoom(candidates, random.nextInt(candidates.size()), sender);
    return to != null
        && transfer(to, from, randomAccount(), random.nextLong(most) + 1, sender).isEmpty();
  }

  /** The first of them from there on to which not too much is under way, or null. */
  private @Nullable String withRoom(List<String> candidates, int first, Sender<Transfer> sender) {
    int most = Math.max(LEAST_UNDER_WAY, MOST_UNDER_WAY / others.size());
    for (int i = 0; i < candidates.size(); i++) {
      String to = candidates.get((first + i) % candidates.size());
      if (sender.underWay(to) < most) {
        return to;
      }
    }
    return null;
  }

  private int randomAccount() {
    return accounts.size() == 1 ? 0 : random.nextInt(accounts.size());
  }

  /** Any account that has something; after some attempts, any account. */
  private int accountWithMoney() {
    int account = randomAccount();
    for (int i = 1; i < ATTEMPTS && accounts.balance(account) == 0; i++) {
      account = randomAccount();
    }
    return account;
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
    return new BranchState(balance());
  }

  @Override
  public Pages pages() {
    return ledger == null ? accounts : new AllPages(accounts, ledger);
  }

  @Override
  public void restore(BranchState state) {
    accounts.restore(state.balance());
  }
}
