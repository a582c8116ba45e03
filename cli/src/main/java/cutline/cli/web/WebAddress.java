package cutline.cli.web;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.console.ConsoleAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Whether and where a console is wanted. */
public final class WebAddress {

  /** Of those who want none. */
  public static final WebAddress OFF = new WebAddress(null);

  private static final String NONE = "off";

  private final @Nullable ConsoleAddress address;

  private WebAddress(@Nullable ConsoleAddress address) {
    this.address = address;
  }

  /** Reads what was given with {@code --web}; for picocli. */
  public static WebAddress parse(String text) {
    if (text.equals(NONE)) {
      return OFF;
    }
    try {
      return new WebAddress(ConsoleAddress.parse(text));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  /** Whether one is wanted. */
  public boolean isWanted() {
    return address != null;
  }

  /**
   * Begins to serve a console there.
   *
   * @return null if none is wanted
   * @throws CommandException if it cannot be served
   * @throws ConfigurationException if what it is to show is malformed
   */
  public @Nullable WebPage serve(WebPage.Maker maker)
      throws CommandException, ConfigurationException {
    ConsoleAddress wanted = address;
    return wanted == null ? null : WebPage.serve(wanted, maker);
  }
}
