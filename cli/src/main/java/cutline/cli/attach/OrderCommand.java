package cutline.cli.attach;

import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.terminal.Colors;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.runtime.Untrusted;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An order about a branch, to the program that runs it as its own process. */
public abstract class OrderCommand extends AttachCommand {

  private static final JsonFactory JSON = new JsonFactory();

  /** What an answer begins with that refuses the order. */
  private static final String NO = "no: ";

  private final String order;

  @Parameters(index = "0", paramLabel = "NAME", description = "The branch's name.")
  private String name = "";

  @Option(names = "--json", description = "One JSON object (docs/formats.md).")
  private boolean json;

  OrderCommand(String order) {
    this.order = order;
  }

  @Override
  protected void check(CommandSpec command) {
    try {
      Topology.complete(List.of(name), ChannelOrder.FIFO);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  protected int run(Attachment attachment, Colors colors) throws CommandException {
    String answer = give(attachment.supervisor(), order, name);
    System.out.println(json ? line(answer) : answer);
    return ExitCode.OK;
  }

  /**
   * Gives an order.
   *
   * @return the answer, for people
   * @throws CommandException if the order is refused, or there is nobody to give it to
   */
  public static String give(@Nullable Path supervisor, String order, String name)
      throws CommandException {
    if (supervisor == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "only the branches of a demo can be killed and restarted: they are its processes");
    }
    String answer;
    try {
      answer = Untrusted.line(SupervisorSocket.ask(supervisor, order + " " + name));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NETWORK, "the demo cannot be told: " + Untrusted.line("" + e.getMessage()));
    }
    if (answer.startsWith(NO)) {
      throw new CommandException(ExitCode.USAGE, answer.substring(NO.length()));
    }
    return answer;
  }

  private String line(String answer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      to.writeStartObject();
      to.writeStringProperty("schema", "cutline.order/1");
      to.writeStringProperty("order", order);
      to.writeStringProperty("branch", name);
      to.writeStringProperty("answer", answer);
      to.writeEndObject();
    }
    return text.toString();
  }
}
