package cutline.cli.attach;

import cutline.bank.BankAddress;
import cutline.bank.BankConnection;
import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Durations;
import cutline.bank.config.Member;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.HostPort;
import cutline.cli.running.RunningBanks;
import cutline.cli.text.Figures;
import cutline.runtime.Connection;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import cutline.tcp.TcpNetwork;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which of the banks that are at work a command is about. */
final class BankChoice {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bank",
      paramLabel = "HOST:PORT",
      converter = HostPort.class,
      description = "Any member of the bank, if it is not the only one that you run here.")
  private @Nullable InetSocketAddress bank;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long to wait for members (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  /**
   * Finds the bank.
   *
   * @throws CommandException if there is none, or more than one
   */
  Attachment attach() throws CommandException, ConfigurationException, InterruptedException {
    if (timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout is 0s, which is no time at all");
    }
    List<RunningBanks.Running> running = new RunningBanks().list();
    TcpNetwork network = new TcpNetwork();
    boolean found = false;
    try {
      BankAddress address = bank == null ? only(running) : ask(network, bank);
      Path supervisor =
          running.stream()
              .filter(each -> each.bank().equals(address))
              .flatMap(each -> Stream.ofNullable(each.supervisor()))
              .findFirst()
              .orElse(null);
      found = true;
      return new Attachment(network, address, supervisor, timeout);
    } finally {
      if (!found) {
        network.close();
      }
    }
  }

  private static BankAddress only(List<RunningBanks.Running> running) throws CommandException {
    if (running.isEmpty()) {
      throw new CommandException(
          ExitCode.NETWORK,
          "you run no bank here: start one with `cutline demo`, or name a member of one with --bank HOST:PORT");
    }
    if (running.size() > 1) {
      throw new CommandException(
          ExitCode.USAGE,
          "you run several banks here, choose one: "
              + running.stream()
                  .map(each -> describe(each.bank()))
                  .collect(Collectors.joining(", ")));
    }
    return running.getFirst().bank();
  }

  private static String describe(BankAddress bank) {
    Member first = bank.members().getFirst();
    int members = bank.members().size();
    return "--bank %s ($%s, %d member%s)"
        .formatted(
            HostPort.text(first.host(), first.port()),
            Figures.number(bank.total()),
            members,
            members == 1 ? "" : "s");
  }

  private BankAddress ask(TcpNetwork network, InetSocketAddress address)
      throws CommandException, ConfigurationException, InterruptedException {
    String member = HostPort.text(address.getHostString(), address.getPort());
    String silence = "no answer within %s from %s".formatted(Durations.text(timeout), member);
    String obstacle = obstacle(network, address, silence);
    if (obstacle.isEmpty()) {
      BankAddress found =
          BankConnection.find(
              member, (_, dialer) -> network.dial(address, dialer), timeout, Ticker.system());
      if (found != null) {
        return found;
      }
      obstacle = silence;
    }
    throw new CommandException(ExitCode.NETWORK, "there is no bank: " + obstacle);
  }

  /** A search would go on until the timeout; who has mistyped an address wants to know it now. */
  private String obstacle(TcpNetwork network, InetSocketAddress address, String silence)
      throws InterruptedException {
    CompletableFuture<String> obstacle = new CompletableFuture<>();
    network.dial(
        address,
        new Transport.Dialer() {
          @Override
          public Transport.Receiver connected(Connection connection) {
            obstacle.complete("");
            connection.close();
            return new Deaf();
          }

          @Override
          public void failed(String reason) {
            obstacle.complete(reason);
          }
        });
    try {
      return obstacle.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return silence;
    } catch (ExecutionException e) {
      throw new AssertionError("nothing completes it so", e);
    }
  }

  private static final class Deaf implements Transport.Receiver {

    @Override
    public void received(byte[] frame) {}

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {}
  }
}
