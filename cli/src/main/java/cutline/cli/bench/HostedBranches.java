package cutline.cli.bench;

import cutline.bank.BranchServer;
import cutline.bank.ProcessEnvironment;
import cutline.cli.command.Addresses;
import cutline.cli.command.Protocol;
import cutline.runtime.MemoryStore;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Branches that share a JVM and nothing else: each has a port of its own and keeps its state in
 * memory. {@code ports} says where they listen.
 */
final class HostedBranches implements Hosted {

  private final Network network;
  private final Map<String, Network.Server> servers = new LinkedHashMap<>();
  private final List<BranchServer> branches = new ArrayList<>();

  HostedBranches(Protocol protocol, List<String> names) throws Exception {
    network = protocol.open();
    for (String name : names) {
      BranchServer branch =
          BranchServer.start(
              name,
              new ProcessEnvironment(
                  bank -> network.transport(Addresses.of(bank.members())),
                  network.order(),
                  new MemoryStore(),
                  Ticker.system(),
                  Clock.systemUTC(),
                  network.executor(),
                  new SecureRandom()::nextLong,
                  new SilentLog(),
                  false,
                  true,
                  false));
      branches.add(branch);
      servers.put(
          name,
          network.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), branch.acceptor()));
    }
  }

  @Override
  public void obey(String command, BiConsumer<String, String> answer) {
    servers.forEach((name, server) -> answer.accept(name, "" + server.address().getPort()));
  }

  @Override
  public void close() {
    servers.values().forEach(Network.Server::close);
    branches.forEach(BranchServer::close);
    network.close();
  }
}
