package cutline.cli;

import cutline.bank.ConfigurationException;
import cutline.bank.ControllerException;
import cutline.bank.Durations;
import cutline.bank.domain.DurationRange;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command {@code cutline}. */
@Command(
    name = "cutline",
    description = "Consistent global snapshots of a distributed bank that never stops running.",
    mixinStandardHelpOptions = true,
    version = "cutline 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DemoCommand.class, BranchCommand.class, ControllerCommand.class},
    footer = {
      "",
      "Exit codes: 0 every total matches; 1 inconsistent; 2 usage; 3 incomplete or aborted;",
      "4 network; 5 configuration; 70 a bug; 130 Ctrl-C; 143 terminated."
    })
public final class Main implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec =
      CommandLine.Model.CommandSpec.create();

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args));
  }

  /** Output is UTF-8 whatever the locale says: arrows and check marks are part of it. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  static int run(PrintStream out, PrintStream err, String... args) {
    System.setOut(out);
    System.setErr(err);
    CommandLine commandLine =
        new CommandLine(new Main())
            .registerConverter(Duration.class, Main::duration)
            .registerConverter(DurationRange.class, Main::durationRange)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler(Main::misused)
            .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
    int exitCode = commandLine.execute(args);
    out.flush();
    err.flush();
    return exitCode;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  private static DurationRange durationRange(String text) {
    try {
      return Durations.parseRange(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  private static int misused(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + e.getMessage());
    command.getErr().println("See " + name + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    int exitCode =
        switch (e) {
          case CommandException known -> known.exitCode();
          case ConfigurationException _ -> ExitCode.CONFIGURATION;
          case ControllerException known ->
              switch (known.kind()) {
                case UNREACHABLE -> ExitCode.NETWORK;
                case OTHER_BANK -> ExitCode.CONFIGURATION;
              };
          default -> ExitCode.BUG;
        };
    if (exitCode == ExitCode.BUG) {
      command.getErr().println(name + ": this is a bug in Cutline, please report it:");
      e.printStackTrace(command.getErr());
    } else {
      command.getErr().println(name + ": " + e.getMessage());
    }
    return exitCode;
  }
}
