package cutline.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says what carries the messages. */
public final class TransportChoice {

  private static final String NAME = "--transport";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = NAME,
      paramLabel = "tcp|udp",
      description = "What carries the messages, the same for all members of a bank (default: tcp).")
  private @Nullable String transport;

  /** How a command line goes on that chooses it; it need not if that is the default. */
  public static String option(Protocol protocol) {
    return protocol == Protocol.TCP ? "" : " %s %s".formatted(NAME, protocol.word());
  }

  /** What was chosen, if anything was. */
  public Optional<Protocol> chosen() {
    if (transport == null) {
      return Optional.empty();
    }
    Optional<Protocol> protocol = Protocol.of(transport);
    if (protocol.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "%s %s: expected tcp or udp".formatted(NAME, transport));
    }
    return protocol;
  }

  /** What carries the messages. */
  public Protocol protocol() {
    return chosen().orElse(Protocol.TCP);
  }
}
