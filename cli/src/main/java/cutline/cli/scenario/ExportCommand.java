package cutline.cli.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.cli.command.ExitCode;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.export.Excerpt;
import cutline.trace.export.MermaidDiagram;
import cutline.trace.export.ShiVizLog;
import cutline.trace.export.SvgDiagram;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cutline export}: an event log as a picture, or for other programs. */
@Command(
    name = "export",
    description = "Makes a picture of an event log, or the input of another program.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

  /** What can be made of a log. */
  enum Format {
    svg,
    json,
    shiviz,
    mermaid
  }

  @Parameters(index = "0", paramLabel = "LOG", description = "An event log (docs/formats.md).")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "svg|json|shiviz|mermaid",
      required = true,
      description = {
        "svg: a space-time diagram. json: the log as one document. shiviz: a log for ShiViz.",
        "mermaid: a sequence diagram of what is around a cut."
      })
  private Format format = Format.svg;

  @Option(
      names = "--snapshot",
      paramLabel = "ID",
      description = "Around which cut, if not all fits (default: the first).")
  private @Nullable String snapshot;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it (default: standard output).")
  private @Nullable Path output;

  /** For picocli. */
  public ExportCommand() {}

  @Override
  public Integer call() throws ConfigurationException {
    EventLog log = ReplayCommand.read(file);
    if (snapshot != null && !Excerpt.has(log, snapshot)) {
      throw new ConfigurationException(file + ": has no snapshot " + snapshot);
    }
    String text =
        switch (format) {
          case svg -> SvgDiagram.of(log, snapshot);
          case json -> EventJson.document(log);
          case shiviz -> ShiVizLog.of(log);
          case mermaid -> MermaidDiagram.of(log, snapshot);
        };
    if (output == null) {
      System.out.print(text);
    } else {
      TextOutput.write(output, text);
    }
    return ExitCode.OK;
  }
}
