package cutline.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options whose meaning is settled and whose work is not done: each is refused in one line. */
public final class NotYet {

  private NotYet() {}

  private static void refuse(CommandSpec spec, String option, String why) {
    throw new ParameterException(spec.commandLine(), option + ": " + why);
  }

  /** The transport, of everything that connects. */
  public static final class Transport {

    @Option(
        names = "--transport",
        paramLabel = "tcp|udp",
        defaultValue = "tcp",
        description = "What carries the messages; so far only tcp.")
    private String transport = "tcp";

    public void check(CommandSpec spec) {
      switch (transport) {
        case "tcp" -> {}
        case "udp" -> refuse(spec, "--transport udp", "is not there yet; use tcp");
        default -> refuse(spec, "--transport " + transport, "expected tcp or udp");
      }
    }
  }
}
