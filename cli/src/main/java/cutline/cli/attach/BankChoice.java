package cutline.cli.attach;

import cutline.bank.BankAddress;
import cutline.bank.BankConnection;
import cutline.bank.config.ConfigurationException;
import cutline.bank.config.Durations;
import cutline.bank.config.Member;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.HostPort;
import cutline.cli.command.Protocol;
import cutline.cli.command.TransportChoice;
import cutline.cli.running.RunningBanks;
import cutline.cli.text.Figures;
import cutline.runtime.Connection;
import cutline.runtime.Network;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
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
import picocli.CommandLine.Mixin;
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

  @Mixin private TransportChoice transport = new TransportChoice();

  /**
   * Finds the bank.
   *
   * @throws CommandException if there is none, or more than one
   */
  Attachment attach() throws CommandException, ConfigurationException, InterruptedException {
    if (timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout is 0s, which is no time at all");
    }
    List<RunningBanks.Running> running =
        new RunningBanks().list().stream().filter(each -> isMeant(each.bank())).toList();
    if (bank == null) {
      RunningBanks.Running only = only(running);
      Network network = Protocol.of(only.bank().order()).open();
      return new Attachment(network, only.bank(), only.supervisor(), timeout);
    }
    Network network = protocol(bank, running).open();
    boolean found = false;
    try {
      BankAddress address = ask(network, bank);
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

  private boolean isMeant(BankAddress running) {
    return transport.chosen().filter(chosen -> chosen.order() != running.order()).isEmpty();
  }

  /** What leads to an address. If nobody has said it, the banks that run here may tell. */
  private Protocol protocol(InetSocketAddress address, List<RunningBanks.Running> running) {
    return running.stream()
        .map(RunningBanks.Running::bank)
        .filter(known -> known.members().stream().anyMatch(member -> isAt(member, address)))
        .map(known -> Protocol.of(known.order()))
        .findFirst()
        .orElseGet(transport::protocol);
  }

  private static boolean isAt(Member member, InetSocketAddress address) {
    return member.host().equals(address.getHostString()) && member.port() == address.getPort();
  }

  private RunningBanks.Running only(List<RunningBanks.Running> running) throws CommandException {
    if (running.isEmpty()) {
      throw new CommandException(
          ExitCode.NETWORK,
          "you run no bank here"
              + transport.chosen().map(" over %s"::formatted).orElse("")
              + ": start one with `cutline demo`, or name a member of one with --bank HOST:PORT");
    }
    if (running.size() > 1) {
      throw new CommandException(
          ExitCode.USAGE,
          "you run several banks here, choose one: "
              + running.stream()
                  .map(each -> describe(each.bank()))
                  .collect(Collectors.joining(", ")));
    }
    return running.getFirst();
  }

  private static String describe(BankAddress bank) {
    Member first = bank.members().getFirst();
    int members = bank.members().size();
    return "--bank %s%s ($%s, %d member%s)"
        .formatted(
            HostPort.text(first.host(), first.port()),
            TransportChoice.option(Protocol.of(bank.order())),
            Figures.number(bank.total()),
            members,
            members == 1 ? "" : "s");
  }

  private BankAddress ask(Network network, InetSocketAddress address)
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
  private String obstacle(Network network, InetSocketAddress address, String silence)
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
