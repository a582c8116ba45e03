package cutline.cli.web;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.CommandException;
import cutline.cli.command.Interrupts;
import java.util.Stack;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a command that has come to its end shows in a console what it has told of. */
public final class WebChoice {

  private static final String DEFAULT = ":8080";

  @Option(
      names = "--web",
      arity = "0..1",
      paramLabel = "[ADDRESS]:PORT",
      parameterConsumer = Value.class,
      description = "Serve it in the console until Ctrl-C (default: 127.0.0.1:8080).")
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
        page.lines().forEach(System.err::println);
        System.err.println("Ctrl-C ends it.");
        if (open) {
          page.open();
        }
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException e) {
      // As it was to be.
    }
  }
}
