package cutline.cli.bench;

import cutline.cli.command.Protocol;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cutline bench-host}: what a measurement runs in JVMs of their own. */
@Command(name = "bench-host", hidden = true, description = "A part of cutline bench.")
public final class HostCommand implements Callable<Integer> {

  enum Kind {
    BRANCHES,
    FLOOR,
    MEASURED
  }

  @Parameters(index = "0")
  private Kind kind = Kind.BRANCHES;

  @Parameters(index = "1..*")
  private List<String> arguments = List.of();

  /** For picocli. */
  public HostCommand() {}

  @Override
  public Integer call() throws Exception {
    // Ctrl-C reaches all processes of a terminal, and it is the parent that decides what follows.
    Signals.register("INT", () -> {});
    try (Hosted hosted = host();
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        obey(hosted, line, (name, value) -> System.out.println(Hosted.SAYS + name + " " + value));
        System.out.println(Hosted.END);
      }
    }
    return 0;
  }

  /** Each can also be asked for its {@code memory}. */
  private static void obey(Hosted hosted, String command, BiConsumer<String, String> answer)
      throws Exception {
    if (command.equals("memory")) {
      OwnMemory.report(answer);
    } else {
      hosted.obey(command, answer);
    }
  }

  private Hosted host() throws Exception {
    return switch (kind) {
      case BRANCHES ->
          new HostedBranches(
              Protocol.valueOf(arguments.getFirst()), arguments.subList(1, arguments.size()));
      case FLOOR -> new FloorHost(arguments);
      case MEASURED -> MeasuredPair.branch(arguments);
    };
  }
}
