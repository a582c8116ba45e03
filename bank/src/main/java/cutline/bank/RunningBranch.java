package cutline.bank;

import cutline.bank.domain.Branch;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.SnapshotStarted;
import cutline.bank.wire.Status;
import cutline.core.Initiation;
import cutline.core.Limits;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.Client;
import cutline.runtime.Decided;
import cutline.runtime.Endpoint;
import cutline.runtime.HaltCause;
import cutline.runtime.Node;
import cutline.runtime.NodeConfig;
import cutline.runtime.NodeDriver;
import cutline.runtime.NodeListener;
import cutline.runtime.Store;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A branch of a bank at work. What controllers ask is answered between two messages of its own. */
final class RunningBranch implements NodeListener<BranchState, Transfer>, AutoCloseable {

  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private final String name;
  private final BankDefinition bank;
  private final BranchEnvironment environment;
  private final Branch branch;
  private final Node<BranchState, Transfer> node;

  /** Who waits for the decision on a request. */
  private final Map<String, Client> waiting = new LinkedHashMap<>();

  private @Nullable NodeDriver driver;

  RunningBranch(String name, BankDefinition bank, BranchEnvironment environment)
      throws Store.StoreException {
    this.name = name;
    this.bank = bank;
    this.environment = environment;
    SplittableRandom random = new SplittableRandom(bank.traffic().seed() * 31 + name.hashCode());
    SplittableRandom delays = random.split();
    this.branch =
        new Branch(
            name,
            bank.names(),
            bank.total(),
            bank.share(name),
            bank.traffic(),
            random,
            environment.logsTransfers() ? environment.log() : null);
    this.node =
        new Node<>(
            new NodeConfig(
                bank.id(),
                name,
                bank.topology(),
                environment.nonce().getAsLong(),
                Limits.DEFAULT,
                () -> bank.traffic().drawDelay(delays),
                bank.traffic().delay().most()),
            branch,
            new BankCodec(bank.total()),
            environment.store(),
            environment.transport().apply(bank),
            this,
            environment.ticker().nanos());
  }

  BankDefinition bank() {
    return bank;
  }

  /** Only for after {@link #close}. */
  long balance() {
    return branch.balance();
  }

  void start(Endpoint endpoint) {
    endpoint.attach(node);
    driver = new NodeDriver(node, environment.executor(), environment.ticker());
  }

  // ---------------------------------------------------------------- requests

  /** Answers a request, soon and in order. */
  void answer(Client client, Request request) {
    client.began();
    node.post(() -> {
      handle(client, request);
      client.done();
    });
  }

  void answerStatus(Client client) {
    answer(client, Request.getDefaultInstance());
  }

  private void handle(Client client, Request request) {
    switch (request.getKindCase()) {
      case START -> {
        branch.start(environment.ticker().nanos());
        reply(client, status());
      }
      case INIT_SNAPSHOT -> initiate(client, request.getInitSnapshot());
      case RETRIEVE_SNAPSHOT -> retrieve(client, request.getRetrieveSnapshot().getSnapshot());
      case INQUIRY, INIT_BRANCH, KIND_NOT_SET -> reply(client, status());
    }
  }

  private Reply status() {
    return Reply.newBuilder()
        .setStatus(
            Status.newBuilder()
                .setName(name)
                .setPhase(branch.isStarted() ? Status.Phase.STARTED : Status.Phase.READY)
                .setBank(bank.id())
                .setTotal(bank.total())
                .setBalance(branch.balance())
                .setSent(branch.sent())
                .setReceived(branch.received()))
        .build();
  }

  private void initiate(Client client, InitSnapshot request) {
    String wish = request.getRequest();
    Duration timeout = Duration.ofNanos(request.getTimeoutNanos());
    if (wish.isEmpty() || timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      String reason = "a snapshot needs a request id and a timeout of at most a day";
      reply(client, Messages.refused(Refused.Code.INVALID, reason, wish));
      return;
    }
    waiting.put(wish, client);
    switch (node.initiate(wish, timeout)) {
      case Initiation.Started started ->
          reply(
              client,
              Reply.newBuilder()
                  .setSnapshotStarted(
                      SnapshotStarted.newBuilder()
                          .setRequest(wish)
                          .setSnapshot(started.id().toString())
                          .setPatienceNanos(node.patience(timeout).toNanos()))
                  .build());
      case Initiation.Busy busy -> {
        waiting.remove(wish);
        reply(client, Messages.refused(Refused.Code.BUSY, busy.reason(), wish));
      }
    }
  }

  private void retrieve(Client client, String snapshot) {
    Optional<LocalSnapshot<BranchState, Transfer>> part;
    try {
      part = node.part(SnapshotId.parse(snapshot));
    } catch (IllegalArgumentException e) {
      part = Optional.empty();
    }
    if (part.isEmpty()) {
      String reason = "%s has no finished part of snapshot %s".formatted(name, snapshot);
      reply(client, Messages.refused(Refused.Code.NO_SUCH_SNAPSHOT, reason, snapshot));
    } else {
      List<Reply> replies = Messages.returnSnapshot(part.get());
      node.sender()
          .afterCommit(() -> client.send(replies.stream().map(Reply::toByteArray).toList()));
    }
  }

  private void reply(Client client, Reply reply) {
    node.sender().afterCommit(() -> client.send(List.of(reply.toByteArray())));
  }

  // --------------------------------------------------------------- the node

  @Override
  public void decided(String request, Decided<BranchState, Transfer> decided) {
    Client client = waiting.remove(request);
    if (client != null) {
      client.send(List.of(Messages.decided(request, decided).toByteArray()));
    }
  }

  @Override
  public void warning(String sentence) {
    environment.log().warning(sentence);
  }

  @Override
  public void halted(HaltCause cause, String reason) {
    environment.log().halted(cause, reason);
  }

  @Override
  public void close() {
    if (driver != null) {
      driver.close();
    }
  }
}
