package cutline.cli.branch;

import cutline.bank.BankDefinition;
import cutline.bank.BranchServer;
import cutline.bank.config.Member;
import cutline.cli.command.Addresses;
import cutline.cli.observe.ObservationWriter;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.Network;
import cutline.runtime.Store;
import cutline.runtime.Transport;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One of the branches of a program, with what is its own. */
final class HostedBranch implements AutoCloseable {

  private final String name;
  private final Store store;
  private final ObservationWriter observed;
  private @Nullable BranchServer server;

  HostedBranch(String name, Store store, ObservationWriter observed) {
    this.name = name;
    this.store = store;
    this.observed = observed;
  }

  String name() {
    return name;
  }

  Store store() {
    return store;
  }

  ObservationWriter observed() {
    return observed;
  }

  /**
   * The way to the other members of a bank: those at this branch's own address are in this program,
   * and need no socket.
   */
  Transport transport(BankDefinition bank, MemoryNetwork near, Network far) {
    Set<String> neighbours = neighbours(bank.members());
    Transport inside = near.transport(name);
    Transport outside = far.transport(Addresses.of(bank.members()));
    return (peer, dialer) -> (neighbours.contains(peer) ? inside : outside).dial(peer, dialer);
  }

  private Set<String> neighbours(List<Member> members) {
    return members.stream()
        .filter(self -> self.name().equals(name))
        .flatMap(self ->
            members.stream()
                .filter(each -> each.host().equals(self.host()) && each.port() == self.port()))
        .map(Member::name)
        .collect(Collectors.toSet());
  }

  void serve(BranchServer by) {
    server = by;
  }

  /** What it says as it begins to listen. */
  String greeting(String port) {
    return "%s listening on %s, %s"
        .formatted(
            name,
            port,
            server != null && server.isRunning() ? "going on" : "waiting for controller");
  }

  /** Does nothing more; gives what it says of that, or null if it has never begun. */
  @Nullable String stop() {
    BranchServer stopped = server;
    if (stopped == null) {
      return null;
    }
    server = null;
    stopped.close();
    OptionalLong balance = stopped.lastBalance();
    return balance.isPresent()
        ? "%s stopped. Balance: $%,d".formatted(name, balance.getAsLong())
        : "%s stopped".formatted(name);
  }

  @Override
  public void close() {
    store.close();
    observed.close();
  }
}
