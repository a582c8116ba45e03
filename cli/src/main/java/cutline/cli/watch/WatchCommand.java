package cutline.cli.watch;

import cutline.bank.BankConnection;
import cutline.cli.attach.AttachCommand;
import cutline.cli.attach.Attachment;
import cutline.cli.attach.BankStatus;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.command.LibraryLog;
import cutline.cli.snapshots.ArchiveChoice;
import cutline.cli.snapshots.Archivist;
import cutline.cli.terminal.Colors;
import cutline.cli.terminal.Terminals;
import cutline.runtime.Ticker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cutline watch}: a bank, live, on the whole terminal. */
@Command(
    name = "watch",
    description = {
      "Shows a running bank live, on the whole terminal.",
      "Keys: s snapshot, Up and Down select, p pause, k kill, r restart, ? help, q quit."
    },
    mixinStandardHelpOptions = true)
public final class WatchCommand extends AttachCommand {

  private static final Duration REFRESH = Duration.ofMillis(200);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Ticker ticker = Ticker.system();

  @Mixin private ArchiveChoice choice = new ArchiveChoice();

  @Override
  protected void check(CommandSpec command) throws CommandException {
    if (!Terminals.isInput()
        || !Terminals.isOutput()
        || "dumb".equals(System.getenv().getOrDefault("TERM", "dumb"))) {
      throw new CommandException(
          ExitCode.USAGE, "needs a terminal; without one there is `cutline status --json`");
    }
  }

  @Override
  protected int run(Attachment bank, Colors colors) throws IOException, InterruptedException {
    WatchModel model = new WatchModel(bank.bank());
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread asking =
        Thread.ofPlatform().name("watch-ask").daemon().unstarted(() -> ask(bank, model, failure));
    // Anything that writes elsewhere would write across the view.
    LibraryLog.to(line -> model.say(line, ticker.nanos()));
    Archivist archivist = choice.archivist(line -> model.say(line, ticker.nanos()));
    try (WatchErrands errands = new WatchErrands(bank, model, archivist, ticker, failure::set);
        WatchTerminal terminal = WatchTerminal.open()) {
      asking.start();
      return watch(terminal, model, errands, colors, failure);
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    } finally {
      asking.interrupt();
    }
  }

  private int watch(
      WatchTerminal terminal,
      WatchModel model,
      WatchErrands errands,
      Colors colors,
      AtomicReference<@Nullable Throwable> failure)
      throws IOException, InterruptedException {
    while (true) {
      Throwable bug = failure.get();
      if (bug != null) {
        throw new AssertionError("a thread of the view has failed", bug);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Size size = terminal.size();
      terminal.show(
          WatchScreen.lines(
              model.view(ticker.nanos()),
              LocalTime.now(ZoneId.systemDefault()).format(TIME),
              size.getColumns(),
              size.getRows(),
              colors.areOn()),
          size);
      WatchKey key = terminal.key(REFRESH.toMillis());
      switch (key) {
        case QUIT -> {
          return ExitCode.OK;
        }
        case INTERRUPT -> {
          return ExitCode.INTERRUPTED;
        }
        case END -> {
          return ExitCode.TERMINATED;
        }
        default -> pressed(key, model, errands);
      }
    }
  }

  private static void pressed(WatchKey key, WatchModel model, WatchErrands errands) {
    if (key == WatchKey.NONE) {
      return;
    }
    if (key == WatchKey.HELP || model.isHelp()) {
      model.help(!model.isHelp());
      return;
    }
    switch (key) {
      case SNAPSHOT -> errands.snapshot();
      case UP -> model.select(-1);
      case DOWN -> model.select(1);
      case ESCAPE -> model.selectNone();
      case PAUSE -> errands.pauseOrResume();
      case KILL -> errands.give("kill");
      case RESTART -> errands.give("restart");
      default -> {}
    }
  }

  /** Asks the members how they are, again and again. */
  private void ask(
      Attachment bank, WatchModel model, AtomicReference<@Nullable Throwable> failure) {
    try (BankConnection connection = bank.connect()) {
      while (true) {
        long began = ticker.nanos();
        BankStatus status = BankStatus.of(connection, connection.statuses(REFRESH, false));
        model.heard(status, ticker.nanos());
        Thread.sleep(REFRESH.minusNanos(Math.min(REFRESH.toNanos(), ticker.nanos() - began)));
      }
    } catch (InterruptedException e) {
      // The view has ended.
    } catch (RuntimeException | Error e) {
      failure.set(e);
    }
  }
}
