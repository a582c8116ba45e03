package cutline.cli.web;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.console.Console;
import cutline.console.ConsoleAddress;
import cutline.console.web.Keys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A console that a command serves. */
public final class WebPage implements AutoCloseable {

  private final ConsoleAddress wanted;
  private final Console console;

  private WebPage(ConsoleAddress wanted, Console console) {
    this.wanted = wanted;
    this.console = console;
  }

  /** Makes a console at an address. */
  @FunctionalInterface
  public interface Maker {

    /** Makes it. */
    Console make(ConsoleAddress address, Keys keys) throws IOException, ConfigurationException;
  }

  /**
   * Begins to serve.
   *
   * @throws CommandException if it cannot be served there
   * @throws ConfigurationException if what it is to show is malformed
   */
  static WebPage serve(ConsoleAddress wanted, Maker maker)
      throws CommandException, ConfigurationException {
    try {
      return new WebPage(wanted, maker.make(wanted, new Keys()));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NETWORK,
          "the console cannot listen on %s, port %d or above: %s"
              .formatted(wanted.host(), wanted.port(), e.getMessage()));
    }
  }

  /** Where it is. */
  public String url() {
    return console.url();
  }

  /** What people are to know about it, in lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (wanted.port() != 0 && console.port() != wanted.port()) {
      lines.add(
          "Port %d is taken; the console is on port %d.".formatted(wanted.port(), console.port()));
    }
    if (wanted.isPublic()) {
      lines.add("The console can be reached by others, and nothing that it says is encrypted.");
    }
    lines.add("Console: " + console.launchLink());
    lines.add("Look only: " + console.guestLink());
    return lines;
  }

  /** Opens the page in the browser, if there is a way to. */
  public void open() {
    String opener =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")
            ? "open"
            : "xdg-open";
    try {
      new ProcessBuilder(opener, console.launchLink())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The link is there to be clicked.
    }
  }

  @Override
  public void close() {
    console.close();
  }
}
