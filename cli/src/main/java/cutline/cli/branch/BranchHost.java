package cutline.cli.branch;

import cutline.bank.BranchServer;
import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.cli.command.StoreChoice;
import cutline.cli.observe.LogChoice;
import cutline.cli.terminal.LineLog;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.Store;
import cutline.runtime.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * The branches of one program. They wait behind one port, talk to each other in memory, and to
 * those of any other program by one connection.
 */
final class BranchHost implements AutoCloseable {

  private final List<HostedBranch> branches = new ArrayList<>();
  private final MemoryNetwork inside = new MemoryNetwork();

  /** Makes the server of a branch. */
  interface Starter {
    BranchServer start(HostedBranch branch, ScheduledExecutorService executor)
        throws CommandException;
  }

  /**
   * Opens what the branches have stored.
   *
   * @throws CommandException if something of it cannot be opened; nothing is open then
   */
  static BranchHost open(
      List<String> names, int port, StoreChoice stores, LogChoice logs, LineLog lines)
      throws CommandException, ConfigurationException {
    BranchHost host = new BranchHost();
    boolean whole = false;
    try {
      boolean alone = names.size() == 1;
      for (String name : names) {
        Store store = stores.open(name + "-" + port, alone ? "" : name, lines::line);
        host.branches.add(new HostedBranch(name, store, logs.open(alone ? "" : name, lines::line)));
      }
      whole = true;
      return host;
    } finally {
      if (!whole) {
        host.close();
      }
    }
  }

  /**
   * Starts all branches.
   *
   * @param executors gives a thread for a branch, or one that others have too
   * @return where connections to them go
   */
  SequencedMap<String, Transport.Acceptor> start(
      Supplier<ScheduledExecutorService> executors, Starter starter) throws CommandException {
    SequencedMap<String, Transport.Acceptor> acceptors = new LinkedHashMap<>();
    List<ScheduledExecutorService> threads = new ArrayList<>();
    // More threads than processors would only wait for each other.
    int most = Runtime.getRuntime().availableProcessors();
    for (HostedBranch branch : branches) {
      if (threads.size() < most) {
        threads.add(executors.get());
      }
      BranchServer server = starter.start(branch, threads.get(acceptors.size() % threads.size()));
      branch.serve(server);
      inside.listen(branch.name(), server.acceptor());
      acceptors.put(branch.name(), server.acceptor());
    }
    return acceptors;
  }

  /** How processes of this program reach each other. */
  MemoryNetwork inside() {
    return inside;
  }

  /** What the branches say as they begin to listen. */
  List<String> greetings(String port) {
    return branches.stream().map(branch -> branch.greeting(port)).toList();
  }

  /** Stops all branches that have started. */
  void stop(LineLog lines) {
    for (HostedBranch branch : branches) {
      String farewell = branch.stop();
      if (farewell != null) {
        lines.line(farewell);
      }
    }
  }

  @Override
  public void close() {
    branches.forEach(HostedBranch::close);
  }
}
