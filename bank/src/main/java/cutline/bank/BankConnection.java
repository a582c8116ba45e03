package cutline.bank;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Pause;
import cutline.bank.wire.Request;
import cutline.bank.wire.RestoreSnapshot;
import cutline.bank.wire.Status;
import cutline.core.SnapshotId;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a bank that is at work, from outside: asks how it is, takes snapshots, goes back to
 * them. Used by one thread; there may be many connections to one bank at the same time.
 */
public final class BankConnection implements AutoCloseable {

  private final BankAddress bank;
  private final BranchLinks links;
  private final Duration timeout;
  private final Ticker ticker;
  private final SnapshotTaker snapshots;
  private final Map<String, String> strangers = new HashMap<>();
  private final long nonce;
  private int restores;

  /**
   * A connection to all members.
   *
   * @param transport the way to the members, by their names
   * @param timeout how long to wait for members
   * @param nonce a random number, so that this connection's requests differ from all others'
   */
  public BankConnection(
      BankAddress bank,
      Transport transport,
      Duration timeout,
      Ticker ticker,
      InstantSource clock,
      long nonce) {
    this.bank = bank;
    this.timeout = timeout;
    this.ticker = ticker;
    this.nonce = nonce;
    this.links = new BranchLinks(bank.names(), transport, ticker);
    this.snapshots =
        new SnapshotTaker(bank.names(), bank.total(), links, timeout, ticker, clock, nonce);
  }

  /**
   * Finds the whole bank by one of its members.
   *
   * @param transport whose way to {@code member} leads to the member, whatever it is called
   * @return the bank, or null if there was no answer in time
   * @throws ConfigurationException if the member is not part of a bank yet
   */
  public static @Nullable BankAddress find(
      String member, Transport transport, Duration timeout, Ticker ticker)
      throws ConfigurationException, InterruptedException {
    List<Status> said = new ArrayList<>();
    try (BranchLinks links = new BranchLinks(List.of(member), transport, ticker)) {
      long deadline = ticker.nanos() + timeout.toNanos();
      links.ask(
          List.of(member),
          _ -> inquiry(Inquiry.newBuilder().setMembers(true)),
          (_, reply) -> reply.hasStatus() && said.add(reply.getStatus()),
          () -> deadline,
          BranchLinks.Meanwhile.NOTHING);
    }
    if (said.isEmpty()) {
      return null;
    }
    Status status = said.getFirst();
    if (status.getMembersList().isEmpty()) {
      throw new ConfigurationException(
          "%s waits for a controller and is part of no bank yet"
              .formatted(Untrusted.line(status.getName())));
    }
    try {
      return new BankAddress(
          Untrusted.line(status.getBank()),
          status.getTotal(),
          status.getMembersList().stream()
              .map(each -> new Member(each.getName(), each.getHost(), each.getPort()))
              .toList(),
          Messages.order(status.getNonFifo()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("%s: %s".formatted(member, e.getMessage()), e);
    }
  }

  /** The bank. */
  public BankAddress bank() {
    return bank;
  }

  /**
   * Asks all members at the same time how they are.
   *
   * @param patience how long to wait for those that do not answer at once
   * @param unacknowledged whether to add up the money that was sent and is not acknowledged
   * @return per member that has answered, sorted by name, what it said; of another bank's process
   *     nothing
   */
  public SequencedMap<String, Status> statuses(Duration patience, boolean unacknowledged)
      throws InterruptedException {
    return ask(
        bank.names(), inquiry(Inquiry.newBuilder().setUnacknowledged(unacknowledged)), patience);
  }

  /**
   * Asks all members at the same time how they are, and how their commits go.
   *
   * @param patience how long to wait for those that do not answer at once
   * @return per member that has answered, sorted by name, what it said
   */
  public SequencedMap<String, Status> vitals(Duration patience) throws InterruptedException {
    return ask(bank.names(), inquiry(Inquiry.newBuilder().setVitals(true)), patience);
  }

  /**
   * Adds up the balances as one does who knows nothing of snapshots: asks one member after the
   * other. Money in flight is missed, and money that moves meanwhile is missed or counted twice.
   *
   * @return per member that has answered, its balance in dollars when it was asked
   */
  public SequencedMap<String, Long> naiveBalances() throws InterruptedException {
    SequencedMap<String, Long> balances = new TreeMap<>();
    for (String name : bank.names()) {
      ask(List.of(name), inquiry(Inquiry.newBuilder()), timeout)
          .forEach((member, status) -> balances.put(member, status.getBalance()));
    }
    return balances;
  }

  /** Has all members stop transferring by themselves, or go on. */
  public SequencedMap<String, Status> pause(boolean paused) throws InterruptedException {
    return ask(
        bank.names(),
        Request.newBuilder().setPause(Pause.newBuilder().setPaused(paused)).build(),
        timeout);
  }

  /**
   * Takes a snapshot.
   *
   * @param initiator the member that initiates it
   * @param progress is told how far it has come, or null
   */
  public BankSnapshot snapshot(String initiator, @Nullable SnapshotProgress progress)
      throws InterruptedException {
    return snapshots.take(initiator, progress);
  }

  /**
   * How an attempt to go back to a snapshot has ended.
   *
   * @param isKnown whether the coordinator has said so; if not, the bank may have gone back or may
   *     still do so
   * @param failure why the bank has not gone back or that is not known, in a sentence; null if it
   *     has
   */
  public record RestoreResult(boolean isKnown, @Nullable String failure) {}

  /** A request for {@link #restore} that nobody has made before. */
  public String newRestoreRequest() {
    return "%016x-restore-%d".formatted(nonce, ++restores);
  }

  /**
   * Brings the whole bank back to a snapshot.
   *
   * @param request names the wish: repeated with the same coordinator, it leads to the same
   *     restore, if that is one of the coordinator's last and has not failed
   * @param coordinator the member that has all get ready, and decides
   * @param patience how long to wait for the outcome; it takes the connection's timeout and three
   *     times the bank's largest delay at most, unless the coordinator is away
   */
  public RestoreResult restore(
      String request, String coordinator, SnapshotId snapshot, Duration patience)
      throws InterruptedException {
    Request restore =
        Request.newBuilder()
            .setRestoreSnapshot(
                RestoreSnapshot.newBuilder()
                    .setRequest(request)
                    .setSnapshot(snapshot.toString())
                    .setTimeoutNanos(timeout.toNanos()))
            .build();
    List<RestoreResult> said = new ArrayList<>();
    long deadline = ticker.nanos() + patience.toNanos();
    links.ask(
        List.of(coordinator),
        _ -> restore,
        (_, reply) -> {
          if (reply.hasRestoreEnded() && reply.getRestoreEnded().getRequest().equals(request)) {
            String failure = Untrusted.line(reply.getRestoreEnded().getFailure());
            return said.add(new RestoreResult(true, failure.isEmpty() ? null : failure));
          }
          return reply.hasRefused()
              && reply.getRefused().getSubject().equals(request)
              && said.add(new RestoreResult(true, Untrusted.line(reply.getRefused().getReason())));
        },
        () -> deadline,
        BranchLinks.Meanwhile.NOTHING);
    return said.isEmpty()
        ? new RestoreResult(false, links.silence("no answer from ", coordinator))
        : said.getFirst();
  }

  /** The same, with a request that nobody has made before. */
  public RestoreResult restore(String coordinator, SnapshotId snapshot, Duration patience)
      throws InterruptedException {
    return restore(newRestoreRequest(), coordinator, snapshot, patience);
  }

  /** Why a member has not answered, in a sentence; empty if nothing is known to be wrong. */
  public String obstacle(String member) {
    String obstacle = links.obstacle(member);
    return obstacle.isEmpty() ? strangers.getOrDefault(member, "") : obstacle;
  }

  private static Request inquiry(Inquiry.Builder inquiry) {
    return Request.newBuilder().setInquiry(inquiry).build();
  }

  private SequencedMap<String, Status> ask(List<String> members, Request request, Duration patience)
      throws InterruptedException {
    TreeMap<String, Status> statuses = new TreeMap<>();
    long deadline = ticker.nanos() + patience.toNanos();
    links.ask(
        members,
        _ -> request,
        (member, reply) -> {
          if (!reply.hasStatus()) {
            return reply.hasRefused();
          }
          String other = reply.getStatus().getBank();
          if (other.equals(bank.id())) {
            statuses.put(member, reply.getStatus());
            strangers.remove(member);
          } else {
            strangers.put(
                member, other.isEmpty() ? "is part of no bank" : "is part of another bank");
          }
          return true;
        },
        () -> deadline,
        BranchLinks.Meanwhile.NOTHING);
    return statuses;
  }

  /** Ends the connections; the bank goes on. */
  @Override
  public void close() {
    links.close();
  }
}
