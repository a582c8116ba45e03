package cutline.cli;

import cutline.bank.ControllerException;
import cutline.bank.config.ConfigurationException;
import cutline.bank.config.DidYouMean;
import cutline.bank.config.Durations;
import cutline.bank.domain.DurationRange;
import cutline.cli.attach.KillCommand;
import cutline.cli.attach.RestartCommand;
import cutline.cli.attach.StatusCommand;
import cutline.cli.bench.BenchCommand;
import cutline.cli.bench.HostCommand;
import cutline.cli.branch.BranchCommand;
import cutline.cli.chaos.ChaosCommand;
import cutline.cli.client.ClientCommand;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.LibraryLog;
import cutline.cli.controller.ControllerCommand;
import cutline.cli.demo.DemoCommand;
import cutline.cli.explore.ExploreCommand;
import cutline.cli.scenario.CollectCommand;
import cutline.cli.scenario.ExportCommand;
import cutline.cli.scenario.ReplayCommand;
import cutline.cli.scenario.RunCommand;
import cutline.cli.simulate.SimulateCommand;
import cutline.cli.snapshots.SnapshotCommand;
import cutline.cli.snapshots.SnapshotsCommand;
import cutline.cli.terminal.Colors;
import cutline.cli.watch.WatchCommand;
import cutline.cli.web.WebAddress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code cutline}. */
@Command(
    name = "cutline",
    description = "Consistent global snapshots of a distributed bank that never stops running.",
    mixinStandardHelpOptions = true,
    version = "cutline 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 every total matches; 1 inconsistent; 2 usage; 3 incomplete or",
      "aborted; 4 network; 5 configuration; 70 a bug; 130 Ctrl-C; 143 terminated."
    })
public final class Main implements Runnable, Colors.Choice {

  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          BranchCommand.class,
          ControllerCommand.class,
          ClientCommand.class,
          SnapshotCommand.class,
          SnapshotsCommand.class,
          StatusCommand.class,
          WatchCommand.class,
          KillCommand.class,
          RestartCommand.class,
          ChaosCommand.class,
          BenchCommand.class,
          HostCommand.class,
          RunCommand.class,
          CollectCommand.class,
          ReplayCommand.class,
          ExportCommand.class,
          SimulateCommand.class,
          ExploreCommand.class,
          GenerateCompletion.class);

  private static final int MAX_LINE = 2_000;

  @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      scope = ScopeType.INHERIT,
      description = "Colours: on a terminal unless NO_COLOR is set, always, or never.")
  private Colors.When color = Colors.When.auto;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    StandardOutput out = new StandardOutput();
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    int exitCode = run(utf8(out), err, args);
    String failure = out.failure();
    if (failure != null) {
      err.println("cutline: standard output cannot be written, results are lost: " + failure);
      exitCode = exitCode == ExitCode.OK ? ExitCode.NETWORK : exitCode;
    }
    System.exit(exitCode);
  }

  /** Output is UTF-8 whatever the locale says: arrows and check marks are part of it. */
  private static PrintStream utf8(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  public static int run(PrintStream out, PrintStream err, String... args) {
    System.setOut(out);
    System.setErr(err);
    Locale.setDefault(Locale.ROOT);
    LibraryLog.to(err::println);
    CommandLine commandLine =
        EnvironmentDefaults.of(commandLine(args), System.getenv())
            .registerConverter(Duration.class, Main::duration)
            .registerConverter(DurationRange.class, Main::durationRange)
            .registerConverter(WebAddress.class, WebAddress::parse)
            .registerConverter(int.class, text -> Math.toIntExact(wholeNumber(text, 32)))
            .registerConverter(Integer.class, text -> Math.toIntExact(wholeNumber(text, 32)))
            .registerConverter(long.class, text -> wholeNumber(text, 64))
            .registerConverter(Long.class, text -> wholeNumber(text, 64))
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler(Main::misused)
            .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
    int exitCode;
    try {
      exitCode = commandLine.execute(args);
    } catch (Error e) {
      exitCode = failed(e, commandLine);
    }
    // Not the other one: if nobody reads it, a thread of the log may hold it for ever.
    out.flush();
    return exitCode;
  }

  /** With the command that is called only, for it takes most of a short run to read them all. */
  private static CommandLine commandLine(String... args) {
    CommandLine whole = new CommandLine(new Main());
    Optional<Class<?>> called =
        COMMANDS.stream().filter(command -> args.length > 0 && isNamed(command, args[0])).findAny();
    List<Class<?>> needed =
        called.isEmpty() || called.get() == GenerateCompletion.class
            ? COMMANDS
            : List.of(called.get());
    if (!List.of(args).equals(List.of("--version"))) {
      needed.forEach(whole::addSubcommand);
    }
    return whole;
  }

  private static boolean isNamed(Class<?> command, String name) {
    Command described = command.getAnnotation(Command.class);
    return described != null && described.name().equals(name);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Override
  public Colors.When colors() {
    return color;
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

  private static long wholeNumber(String text, int bits) {
    if (!text.matches("-?\\d+")) {
      throw new CommandLine.TypeConversionException("'" + text + "' is not a whole number");
    }
    BigInteger number = new BigInteger(text);
    if (number.bitLength() >= bits) {
      throw new CommandLine.TypeConversionException(
          number + (number.signum() < 0 ? " is too small" : " is too large"));
    }
    return number.longValue();
  }

  private static int misused(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(line(name + ": " + e.getMessage() + guess(e)));
    command.getErr().println("See " + name + " --help");
    return ExitCode.USAGE;
  }

  /** What a word may have been meant to be that is no command and no option here. */
  private static String guess(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    CommandLine command = e.getCommandLine();
    return DidYouMean.closest(
            unmatched.getUnmatched().getFirst(),
            unmatched.isUnknownOption()
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet())
        .map(meant -> "; did you mean %s?".formatted(meant))
        .orElse("");
  }

  private static int failed(Throwable e, CommandLine command) {
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
      command.getErr().println(line(name + ": " + e.getMessage()));
    }
    return exitCode;
  }

  /** One line, and not a long one, whatever was in the names and files that it speaks of. */
  private static String line(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + " …" : line;
  }
}
