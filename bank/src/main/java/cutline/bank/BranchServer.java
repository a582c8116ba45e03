package cutline.bank;

import cutline.bank.wire.InitBranch;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.Status;
import cutline.runtime.Client;
import cutline.runtime.Endpoint;
import cutline.runtime.MalformedException;
import cutline.runtime.Store;
import cutline.runtime.Transport;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A process that is, or will be, a branch: it waits until a controller makes it part of a bank, and
 * belongs to that bank from then on.
 */
public final class BranchServer implements Client.Handler, AutoCloseable {

  private final String name;
  private final ProcessEnvironment environment;
  private final Endpoint endpoint = new Endpoint(this);
  private @Nullable BankProcess running;

  /** A branch that waits for a controller. */
  public BranchServer(String name, ProcessEnvironment environment) {
    this.name = name;
    this.environment = environment;
  }

  /** Where connections of controllers and other branches go. */
  public Transport.Acceptor acceptor() {
    return endpoint;
  }

  @Override
  public void received(Client client, byte[] message) throws MalformedException {
    Request request = Messages.request(message);
    switch (request.getKindCase()) {
      case INIT_BRANCH -> init(client, request.getInitBranch());
      case INQUIRY, START, PAUSE, INIT_SNAPSHOT, RETRIEVE_SNAPSHOT -> {
        BankProcess branch = running();
        if (branch != null) {
          new Requests(branch).answer(client, request);
        } else if (request.hasInquiry()) {
          send(client, fresh());
        } else {
          send(
              client,
              Messages.refused(
                  Refused.Code.NOT_READY, name + " has no account yet", subject(request)));
        }
      }
      case KIND_NOT_SET -> throw new MalformedException("a request of no known kind");
    }
  }

  private static String subject(Request request) {
    return request.hasInitSnapshot()
        ? request.getInitSnapshot().getRequest()
        : request.getRetrieveSnapshot().getSnapshot();
  }

  private Reply fresh() {
    return Reply.newBuilder()
        .setStatus(Status.newBuilder().setName(name).setPhase(Status.Phase.FRESH))
        .build();
  }

  private void init(Client client, InitBranch request) {
    if (!request.getYou().equals(name)) {
      String reason = "this is branch %s, not %s".formatted(name, request.getYou());
      send(client, Messages.refused(Refused.Code.OTHER_NAME, reason, ""));
      return;
    }
    try {
      BankProcess branch = runningAsIn(BankDefinition.of(request));
      if (branch.bank().id().equals(request.getBank())) {
        new Requests(branch).answerStatus(client);
      } else {
        String reason = Messages.holds(branch.bank().total()) + "; use a new --data";
        send(client, Messages.refused(Refused.Code.OTHER_BANK, reason, ""));
      }
    } catch (MalformedException | Store.StoreException e) {
      send(client, Messages.refused(Refused.Code.INVALID, String.valueOf(e.getMessage()), ""));
    }
  }

  /** The branch as it runs; it begins now, in this bank, unless it has begun before. */
  private synchronized BankProcess runningAsIn(BankDefinition bank) throws Store.StoreException {
    BankProcess branch = running;
    if (branch == null) {
      branch = new BankProcess(name, bank, environment);
      running = branch;
      branch.start(endpoint);
      environment.log().joined(bank);
    }
    return branch;
  }

  private synchronized @Nullable BankProcess running() {
    return running;
  }

  private static void send(Client client, Reply reply) {
    client.send(List.of(reply.toByteArray()));
  }

  @Override
  public void closed(Client client) {}

  /** Ends the step under way, and does nothing more. */
  @Override
  public void close() {
    BankProcess branch = running();
    if (branch != null) {
      branch.close();
    }
  }

  /** What the branch holds after {@link #close}; empty if it never was part of a bank. */
  public OptionalLong lastBalance() {
    BankProcess branch = running();
    return branch == null ? OptionalLong.empty() : OptionalLong.of(branch.lastBalance());
  }
}
