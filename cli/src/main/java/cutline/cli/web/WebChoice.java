package cutline.cli.web;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.cli.command.Interrupts;
import java.util.Stack;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a command shows in a console what it tells of. */
public final class WebChoice {

  private static final String DEFAULT = ":8080";

  @Option(
      names = "--web",
      arity = "0..1",
      paramLabel = "[ADDRESS]:PORT",
      parameterConsumer = Value.class,
      description = "Serve the console; on 127.0.0.1:8080 if nothing else is said.")
  private @Nullable WebAddress address;

  @Option(names = "--open", description = "Open the console in the browser.")
  private boolean open;

  /** For picocli. */
  public WebChoice() {}

  /** Takes what follows only if it can be nothing else. */
  static final class Value implements IParameterConsumer {

    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      boolean isValue = !words.isEmpty() && words.peek().matches("off|.*:[0-9]{1,5}");
      option.setValue(WebAddress.parse(isValue ? words.pop() : DEFAULT));
    }
  }

  /** Whether there is to be a console. */
  public boolean isWanted() {
    return address != null && address.isWanted();
  }

  /** Where, if at all. */
  public WebAddress address() {
    return address == null ? WebAddress.OFF : address;
  }

  /** Tells people what they are to know about a page, and opens it if they want that. */
  public void tell(WebPage page, Consumer<String> told) {
    page.lines().forEach(told);
    if (open) {
      page.open();
    }
  }

  /**
   * Serves a console until the command is interrupted, if one is wanted.
   *
   * @throws CommandException if it cannot be served
   * @throws ConfigurationException if what it is to show is malformed
   */
  public void serve(WebPage.Maker maker) throws CommandException, ConfigurationException {
    WebAddress wanted = address;
    if (wanted == null) {
      return;
    }
    var _ = new Interrupts();
    try (WebPage page = wanted.serve(maker)) {
      if (page != null) {
        tell(page, System.err::println);
        System.err.println("Ctrl-C ends it.");
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException e) {
      // As it was to be.
    }
  }
}
