package cutline.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options whose meaning is settled and whose work is not done: each is refused in one line. */
final class NotYet {

  private NotYet() {}

  private static void refuse(CommandSpec spec, String option, String why) {
    throw new ParameterException(spec.commandLine(), option + ": " + why);
  }

  /** The transport, of everything that connects. */
  static class Transport {

    @Option(
        names = "--transport",
        paramLabel = "tcp|udp",
        defaultValue = "tcp",
        description = "What carries the messages; so far only tcp.")
    private String transport = "tcp";

    void check(CommandSpec spec) {
      switch (transport) {
        case "tcp" -> {}
        case "udp" -> refuse(spec, "--transport udp", "is not there yet; use tcp");
        default -> refuse(spec, "--transport " + transport, "expected tcp or udp");
      }
    }
  }

  /** What keeps a branch's state. */
  static final class Branch extends Transport {

    @Option(
        names = "--store",
        paramLabel = "rocksdb|memory",
        defaultValue = "memory",
        description = "What keeps the branch's state; so far only memory.")
    private String store = "memory";

    @Option(names = "--data", paramLabel = "DIR", hidden = true)
    private @Nullable String data;

    @Override
    void check(CommandSpec spec) {
      super.check(spec);
      if (data != null) {
        refuse(spec, "--data " + data, "keeping state in files is not there yet");
      }
      switch (store) {
        case "memory" -> {}
        case "rocksdb" -> refuse(spec, "--store rocksdb", "is not there yet; use memory");
        default -> refuse(spec, "--store " + store, "expected rocksdb or memory");
      }
    }
  }
}
