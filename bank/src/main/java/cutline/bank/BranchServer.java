package cutline.bank;

import cutline.bank.wire.InitBranch;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.SavedBranch;
import cutline.bank.wire.Status;
import cutline.runtime.Client;
import cutline.runtime.Endpoint;
import cutline.runtime.MalformedException;
import cutline.runtime.Node;
import cutline.runtime.OtherOrderException;
import cutline.runtime.Store;
import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A process that is, or will be, a branch: it waits until a controller makes it part of a bank, and
 * belongs to that bank from then on.
 */
public final class BranchServer implements Client.Handler, AutoCloseable {

  /** Under which key the store has what this branch was told. */
  private static final String SAVED = "branch";

  private final String name;
  private final ProcessEnvironment environment;
  private final Endpoint endpoint = new Endpoint(this);
  private @Nullable BankProcess running;

  private BranchServer(String name, ProcessEnvironment environment) {
    this.name = name;
    this.environment = environment;
  }

  /**
   * A branch that goes on where the store says that it stopped, or else waits for a controller.
   *
   * @throws Store.StoreException if the store cannot be read, or is another branch's, or one of
   *     channels with another order
   */
  public static BranchServer start(String name, ProcessEnvironment environment)
      throws Store.StoreException {
    BranchServer server = new BranchServer(name, environment);
    Optional<byte[]> saved = Node.kept(environment.store(), SAVED);
    if (saved.isPresent()) {
      server.recover(saved.get());
    }
    return server;
  }

  private void recover(byte[] saved) throws Store.StoreException {
    SavedBranch told;
    BankDefinition bank;
    try {
      told = Untrusted.parse(SavedBranch.parser(), saved);
      bank = BankDefinition.of(told.getBank());
    } catch (MalformedException e) {
      throw new Store.StoreException("what the branch was told is corrupt: " + e.getMessage(), e);
    }
    if (!told.getBank().getYou().equals(name)) {
      throw new Store.StoreException(
          "it holds branch %s, not %s".formatted(told.getBank().getYou(), name));
    }
    if (bank.order() != environment.order()) {
      throw new OtherOrderException(bank.order());
    }
    BankProcess branch = new BankProcess(name, bank, environment);
    branch.post(() -> {
      if (told.getStarted()) {
        branch.startTransfers();
      }
      branch.afterCommit(() -> environment.log().recovered(bank, branch.balanceNow()));
    });
    running = branch;
    branch.start(endpoint);
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
      case INQUIRY, START, PAUSE, INIT_SNAPSHOT, RETRIEVE_SNAPSHOT, RESTORE_SNAPSHOT, OBSERVE -> {
        BankProcess branch = running();
        if (branch != null) {
          if (request.hasStart()) {
            branch.post(() -> save(branch, true));
          }
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
    return switch (request.getKindCase()) {
      case INIT_SNAPSHOT -> request.getInitSnapshot().getRequest();
      case RESTORE_SNAPSHOT -> request.getRestoreSnapshot().getRequest();
      default -> request.getRetrieveSnapshot().getSnapshot();
    };
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
      BankDefinition bank = BankDefinition.of(request);
      if (bank.order() != environment.order()) {
        String reason =
            "its channels do not promise the order that the bank's do; start all of them, and the"
                + " controller, with the same --transport";
        send(client, Messages.refused(Refused.Code.OTHER_BANK, reason, ""));
        return;
      }
      BankProcess branch = runningAsIn(bank);
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
      BankProcess begun = new BankProcess(name, bank, environment);
      begun.post(() -> save(begun, false));
      running = begun;
      begun.start(endpoint);
      environment.log().joined(bank);
      return begun;
    }
    return branch;
  }

  private void save(BankProcess branch, boolean started) {
    branch.keep(
        SAVED,
        SavedBranch.newBuilder()
            .setBank(branch.bank().initBranch(name))
            .setStarted(started)
            .build()
            .toByteArray());
  }

  private synchronized @Nullable BankProcess running() {
    return running;
  }

  private static void send(Client client, Reply reply) {
    client.send(List.of(reply.toByteArray()));
  }

  /** Whether it is part of a bank. */
  public boolean isRunning() {
    return running() != null;
  }

  @Override
  public void closed(Client client) {
    BankProcess branch = running();
    if (branch != null) {
      branch.watches().closed(client);
    }
  }

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
