package cutline.bank;

import cutline.bank.config.Durations;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.InitBranch;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.Start;
import cutline.bank.wire.Status;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes branches a bank, starts their transfers, and takes snapshots again and again. It is a
 * client of the branches and may be killed and started again at any time: what it asks is
 * idempotent, and what is dealt is dealt once.
 */
public final class Controller implements AutoCloseable {

  private final BankDefinition bank;
  private final ControllerOptions options;
  private final ControllerLog log;
  private final Ticker ticker;
  private final BranchLinks links;
  private final SnapshotTaker snapshots;
  private final SplittableRandom random;

  /**
   * A controller of this bank.
   *
   * @param transport the way to the branches, by their names
   * @param nonce a random number, so that this controller's requests differ from all others'
   */
  public Controller(
      BankDefinition bank,
      ControllerOptions options,
      Transport transport,
      Ticker ticker,
      InstantSource clock,
      long nonce,
      ControllerLog log) {
    this.bank = bank;
    this.options = options;
    this.log = log;
    this.ticker = ticker;
    this.links = new BranchLinks(bank.names(), transport, ticker);
    this.snapshots =
        new SnapshotTaker(
            bank.names(), bank.total(), links, options.timeout(), ticker, clock, nonce);
    this.random = new SplittableRandom(options.seed());
  }

  /**
   * Does all of its work.
   *
   * @throws ControllerException if the branches cannot be made this bank
   * @throws InterruptedException if the thread is interrupted: the bank goes on without a
   *     controller
   */
  public void run() throws ControllerException, InterruptedException {
    deal();
    Integer count = options.count();
    Duration pause = untilMoneyMoves();
    for (int number = 1; count == null || number <= count; number++) {
      links.pause(ticker.nanos() + pause.toNanos(), (_, _) -> false);
      log.snapshot(number, snapshot());
      pause = options.interval();
    }
  }

  /** The first snapshot waits until something can be in flight, but no longer than any other. */
  private Duration untilMoneyMoves() {
    Duration firstArrival = bank.traffic().rhythm().every().plus(bank.traffic().delay().most());
    return firstArrival.compareTo(options.interval()) < 0 ? firstArrival : options.interval();
  }

  /** Takes one snapshot, initiated by any of the branches. */
  private BankSnapshot snapshot() throws InterruptedException {
    String initiator = bank.names().get(random.nextInt(bank.members().size()));
    return snapshots.take(initiator, log.taking());
  }

  /**
   * Deals out the total, or finishes a deal that was interrupted, and starts the transfers.
   *
   * @throws ControllerException if the branches cannot be made this bank
   */
  public void deal() throws ControllerException, InterruptedException {
    Map<String, Status> found = inquire(bank.names());
    List<String> fresh = in(found, Status.Phase.FRESH);
    List<String> started = in(found, Status.Phase.STARTED);
    // The answers are of different times, and another controller may deal between them. Nothing is
    // started before all are dealt to: who is fresh after that has lost its share.
    if (!started.isEmpty() && !fresh.isEmpty()) {
      fresh = in(inquire(fresh), Status.Phase.FRESH);
    }
    if (!started.isEmpty() && !fresh.isEmpty()) {
      throw new ControllerException(
          ControllerException.Kind.OTHER_BANK,
          "%s lost what it had: this bank is at work, and it knows nothing of it. Start all branches anew"
              .formatted(String.join(", ", fresh)));
    }
    Function<String, Request> init =
        branch -> {
          InitBranch initBranch = bank.initBranch(branch);
          return request().setInitBranch(initBranch).build();
        };
    // One branch alone decides between two controllers that deal at the same time.
    ask(List.of(Collections.min(bank.names())), init);
    ask(bank.names(), init);
    ask(bank.names(), _ -> request().setStart(Start.getDefaultInstance()).build());
    log.running(bank, started.size() == bank.members().size());
  }

  private Map<String, Status> inquire(List<String> branches)
      throws ControllerException, InterruptedException {
    return ask(branches, _ -> request().setInquiry(Inquiry.getDefaultInstance()).build());
  }

  private static List<String> in(Map<String, Status> found, Status.Phase phase) {
    return found.values().stream()
        .filter(status -> status.getPhase() == phase)
        .map(Status::getName)
        .toList();
  }

  /** Asks for something that is answered by a status. */
  private Map<String, Status> ask(List<String> branches, Function<String, Request> requests)
      throws ControllerException, InterruptedException {
    Map<String, Status> statuses = new LinkedHashMap<>();
    StringBuilder obstacle = new StringBuilder();
    long deadline = ticker.nanos() + options.timeout().toNanos();
    List<String> missing =
        links.ask(
            branches,
            requests,
            (branch, reply) -> {
              String wrong = wrong(branch, reply);
              if (wrong != null && obstacle.isEmpty()) {
                obstacle.append(wrong);
              }
              statuses.put(branch, reply.getStatus());
              return reply.hasStatus() || reply.hasRefused();
            },
            () -> deadline,
            new BranchLinks.Meanwhile(Duration.ofSeconds(1), log::waiting));
    if (!obstacle.isEmpty()) {
      throw new ControllerException(ControllerException.Kind.OTHER_BANK, obstacle.toString());
    }
    if (!missing.isEmpty()) {
      throw new ControllerException(
          ControllerException.Kind.UNREACHABLE,
          "no answer within %s from %s"
              .formatted(Durations.text(options.timeout()), describe(missing)));
    }
    return statuses;
  }

  private @Nullable String wrong(String branch, Reply reply) {
    if (reply.hasRefused()) {
      Refused refused = reply.getRefused();
      return "%s: %s".formatted(branch, Untrusted.line(refused.getReason()));
    }
    Status status = reply.getStatus();
    if (reply.hasStatus() && !status.getName().equals(branch)) {
      return "%s: this is branch %s"
          .formatted(describe(List.of(branch)), Untrusted.line(status.getName()));
    }
    if (reply.hasStatus() && !status.getBank().isEmpty() && !status.getBank().equals(bank.id())) {
      return status.getTotal() == bank.total()
          ? "%s: %s, among other branches; use a new --data"
              .formatted(branch, Messages.holds(status.getTotal()))
          : "%s: %s; use a new --data".formatted(branch, Messages.holds(status.getTotal()));
    }
    return null;
  }

  private String describe(List<String> branches) {
    return String.join(
        ", ",
        bank.members().stream()
            .filter(member -> branches.contains(member.name()))
            .map(this::describe)
            .toList());
  }

  private String describe(Member member) {
    String where = "%s (%s:%d)".formatted(member.name(), member.host(), member.port());
    String obstacle = links.obstacle(member.name());
    return obstacle.isEmpty() ? where : where + ": " + obstacle;
  }

  private static Request.Builder request() {
    return Request.newBuilder();
  }

  /** Ends the connections; the bank goes on. */
  @Override
  public void close() {
    links.close();
  }
}
