package cutline.cli.client;

import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.config.ClientsConfig;
import cutline.bank.config.ClientsFile;
import cutline.bank.config.ConfigurationException;
import cutline.bank.config.DidYouMean;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.Traffic;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.End;
import cutline.cli.command.Interrupts;
import cutline.cli.command.LibraryLog;
import cutline.cli.command.Listening;
import cutline.cli.command.Protocol;
import cutline.cli.command.StoreChoice;
import cutline.cli.command.TransportChoice;
import cutline.cli.live.BankView;
import cutline.cli.observe.LogChoice;
import cutline.cli.observe.ObservationWriter;
import cutline.cli.snapshots.ArchiveChoice;
import cutline.cli.snapshots.Archivist;
import cutline.cli.terminal.Colors;
import cutline.cli.terminal.Terminals;
import cutline.cli.web.WebChoice;
import cutline.runtime.Network;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cutline client}: one client of a bank without controller, and a prompt to talk to it. */
@Command(
    name = "client",
    description = {
      "Starts a client of the bank that a file describes, and takes commands: help lists them.",
      "Clients may be started in any order. What is typed is carried out at once; without a"
          + " terminal, one line of standard input after the other.",
      "Started again with the same data, it goes on where it stopped or was killed."
    },
    mixinStandardHelpOptions = true)
public final class ClientCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ID", description = "Which of the clients this is.")
  private String id = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "config.json",
      description = "The clients and what they do (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("");

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long a snapshot waits for clients (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address that it listens on (default: its host in FILE).")
  private @Nullable String bind;

  @Option(
      names = "--insecure",
      description =
          "Allow an address that others can reach: there is no proof of identity yet, and no"
              + " encryption over TCP.")
  private boolean insecure;

  @Option(names = "--quiet", description = "Do not log transfers and the snapshots of others.")
  private boolean quiet;

  @Mixin private LogChoice logChoice = new LogChoice();

  @Mixin private StoreChoice storeChoice = new StoreChoice();

  @Mixin private ArchiveChoice archiveChoice = new ArchiveChoice();

  @Mixin private WebChoice webChoice = new WebChoice();

  @Mixin private TransportChoice transportChoice = new TransportChoice();

  @Override
  public Integer call() throws Exception {
    if (timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout is 0s, which is no time at all");
    }
    ClientsConfig config = ClientsFile.read(file);
    Protocol protocol = protocol(config);
    ClientsConfig.Client self = find(config);
    String address = bind == null ? self.member().host() : bind;
    Listening.check(
        spec,
        protocol,
        bind == null ? "host %s of client %s".formatted(address, id) : "--bind " + bind,
        address,
        insecure);
    SecureRandom random = new SecureRandom();
    BankDefinition bank = bank(config, random).withOrder(protocol.order());
    Interrupts interrupts = new Interrupts();
    End end = new End();
    try (ClientConsole console = console(interrupts, end);
        ObservationWriter observed = logChoice.open(console::log);
        Store store = storeChoice.open("client-" + id, console::log);
        Network network = protocol.open()) {
      LibraryLog.to(console::log);
      ClientLog log = new ClientLog(id, console::log, end, observed, Ticker.system());
      log.setQuiet(quiet);
      BankProcess process =
          process(
              bank,
              new ProcessEnvironment(
                  of -> network.transport(Addresses.of(of.members())),
                  network.order(),
                  store,
                  Ticker.system(),
                  Clock.systemUTC(),
                  storeChoice.executor(network.executor()),
                  random::nextLong,
                  log,
                  true,
                  true,
                  false));
      Archivist archivist = archiveChoice.archivist(console::log);
      ClientRun run =
          new ClientRun(
              process, timeout, archivist, log, console, Colors.chosen(spec), end, interrupts);
      try (BankView _ =
          BankView.open(webChoice, bank.address(), "clients", timeout, archivist, console::log)) {
        return run.run(network, address, self.member().port());
      }
    }
  }

  private BankProcess process(BankDefinition bank, ProcessEnvironment environment)
      throws CommandException {
    try {
      return new BankProcess(id, bank, environment);
    } catch (Store.StoreException e) {
      throw storeChoice.unusable("client-" + id, e);
    }
  }

  /** Option and file may both say it, and must not contradict each other. */
  private Protocol protocol(ClientsConfig config) {
    Optional<Protocol> inFile = config.order().map(Protocol::of);
    Protocol protocol = transportChoice.chosen().or(() -> inFile).orElse(Protocol.TCP);
    if (!inFile.orElse(protocol).equals(protocol)) {
      throw new ParameterException(
          spec.commandLine(),
          "--transport %s: %s says \"transport\": \"%s\""
              .formatted(protocol.word(), file, inFile.orElseThrow().word()));
    }
    return protocol;
  }

  private ClientsConfig.Client find(ClientsConfig config) throws ConfigurationException {
    for (ClientsConfig.Client client : config.clients()) {
      if (client.member().name().equals(id)) {
        return client;
      }
    }
    List<String> ids = config.clients().stream().map(client -> client.member().name()).toList();
    throw new ConfigurationException(
        "%s: there is no client %s%s; the clients are %s"
            .formatted(
                file,
                id,
                DidYouMean.closest(id, ids).map(" (did you mean %s?)"::formatted).orElse(""),
                ClientText.those(ids)));
  }

  private static BankDefinition bank(ClientsConfig config, SecureRandom random) {
    return BankDefinition.joined(
        config.clients().stream().map(ClientsConfig.Client::member).toList(),
        config.clients().stream().map(ClientsConfig.Client::balance).toList(),
        new Traffic(
            new Rhythm.Regular(config.interval(), config.probability()),
            config.delay(),
            config.maxAmount(),
            config.seed().orElseGet(random::nextLong)));
  }

  private static ClientConsole console(Interrupts interrupts, End end) throws IOException {
    return Terminals.isInput() && Terminals.isOutput()
        ? new TerminalConsole(interrupts::controlC)
        : new PlainConsole(System.in, System.out, System.err, end::reached);
  }
}
