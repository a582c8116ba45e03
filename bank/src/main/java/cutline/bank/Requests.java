package cutline.bank;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.RestoreSnapshot;
import cutline.bank.wire.SnapshotStarted;
import cutline.core.Initiation;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.Client;
import cutline.runtime.MalformedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What others ask a process of the bank, and its answers, soon and in order. */
final class Requests implements Client.Handler {

  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private final BankProcess process;

  Requests(BankProcess process) {
    this.process = process;
  }

  @Override
  public void received(Client client, byte[] message) throws MalformedException {
    Request request = Messages.request(message);
    if (request.getKindCase() == Request.KindCase.KIND_NOT_SET) {
      throw new MalformedException("a request of no known kind");
    }
    answer(client, request);
  }

  @Override
  public void closed(Client client) {
    process.watches().closed(client);
  }

  void answer(Client client, Request request) {
    if (request.hasObserve()) {
      process.watches().asked(client);
      return;
    }
    client.began();
    process.post(() -> {
      handle(client, request);
      client.done();
    });
  }

  void answerStatus(Client client) {
    answer(client, Request.newBuilder().setInquiry(Inquiry.getDefaultInstance()).build());
  }

  private void handle(Client client, Request request) {
    switch (request.getKindCase()) {
      case START -> {
        process.startTransfers();
        replyStatus(client, Inquiry.getDefaultInstance());
      }
      case PAUSE -> {
        process.pauseTransfers(request.getPause().getPaused());
        replyStatus(client, Inquiry.getDefaultInstance());
      }
      case INIT_SNAPSHOT -> initiate(client, request.getInitSnapshot());
      case RETRIEVE_SNAPSHOT -> retrieve(client, request.getRetrieveSnapshot().getSnapshot());
      case RESTORE_SNAPSHOT -> restore(client, request.getRestoreSnapshot());
      case INIT_BRANCH ->
          reply(
              client,
              Messages.refused(
                  Refused.Code.OTHER_BANK,
                  Messages.holds(process.bank().total()) + " and needs no controller",
                  ""));
      case OBSERVE -> throw new IllegalStateException("that was answered at once");
      case INQUIRY, KIND_NOT_SET -> replyStatus(client, request.getInquiry());
    }
  }

  private void replyStatus(Client client, Inquiry inquiry) {
    reply(client, Messages.status(process, inquiry));
  }

  private void initiate(Client client, InitSnapshot request) {
    String wish = request.getRequest();
    Duration timeout = Duration.ofNanos(request.getTimeoutNanos());
    if (isAbsurd(wish, timeout)) {
      String reason = "a snapshot needs a request id and a timeout of at most a day";
      reply(client, Messages.refused(Refused.Code.INVALID, reason, wish));
      return;
    }
    String obstacle = process.neverSeen();
    if (obstacle != null) {
      reply(client, Messages.refused(Refused.Code.NOT_READY, obstacle, wish));
      return;
    }
    Initiation initiation =
        process.initiate(
            wish,
            timeout,
            decided -> client.send(List.of(Messages.decided(wish, decided).toByteArray())));
    switch (initiation) {
      case Initiation.Started started ->
          reply(
              client,
              Reply.newBuilder()
                  .setSnapshotStarted(
                      SnapshotStarted.newBuilder()
                          .setRequest(wish)
                          .setSnapshot(started.id().toString())
                          .setPatienceNanos(process.patience(timeout).toNanos()))
                  .build());
      case Initiation.Busy busy ->
          reply(client, Messages.refused(Refused.Code.BUSY, busy.reason(), wish));
    }
  }

  private static boolean isAbsurd(String wish, Duration timeout) {
    return wish.isEmpty() || timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0;
  }

  private void restore(Client client, RestoreSnapshot request) {
    String wish = request.getRequest();
    Duration timeout = Duration.ofNanos(request.getTimeoutNanos());
    SnapshotId snapshot;
    try {
      snapshot = Messages.snapshotId(request.getSnapshot());
    } catch (MalformedException e) {
      reply(client, Messages.refused(Refused.Code.INVALID, String.valueOf(e.getMessage()), wish));
      return;
    }
    if (isAbsurd(wish, timeout)) {
      String reason = "a restore needs a request id and a timeout of at most a day";
      reply(client, Messages.refused(Refused.Code.INVALID, reason, wish));
      return;
    }
    String obstacle = process.neverSeen();
    if (obstacle != null) {
      reply(client, Messages.refused(Refused.Code.NOT_READY, obstacle, wish));
      return;
    }
    process.restore(
        wish,
        snapshot,
        timeout,
        failure ->
            client.send(List.of(Messages.restoreEnded(wish, snapshot, failure).toByteArray())));
  }

  private void retrieve(Client client, String snapshot) {
    Optional<LocalSnapshot<BranchState, Transfer>> part;
    try {
      part = process.part(SnapshotId.parse(snapshot));
    } catch (IllegalArgumentException e) {
      part = Optional.empty();
    }
    if (part.isEmpty()) {
      String reason = "%s has no finished part of snapshot %s".formatted(process.name(), snapshot);
      reply(client, Messages.refused(Refused.Code.NO_SUCH_SNAPSHOT, reason, snapshot));
    } else {
      List<Reply> replies = Messages.returnSnapshot(part.get());
      process.afterCommit(() -> client.send(replies.stream().map(Reply::toByteArray).toList()));
    }
  }

  private void reply(Client client, Reply reply) {
    process.afterCommit(() -> client.send(List.of(reply.toByteArray())));
  }
}
