package cutline.trace.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cutline.trace.Action;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.Histories;
import cutline.trace.Story;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * What becomes of a log, byte by byte. With {@code -Dcutline.transcripts=rewrite} the files are
 * rewritten as they are now, for a person to look at the difference.
 */
class ExportTest {

  private static final Path GOLDEN = Path.of("src/test/resources/cutline/trace/export");
  private static final String HOSTILE = "<b>\"&;#]]>";

  /** Two cuts, one of which is wrong; a process with a hostile name that is killed. */
  private static EventLog log() {
    Histories history = new Histories().with("A", 100).with("B", 100).with(HOSTILE, 100);
    String first = history.send("A", "B", 40);
    history
        .record("A", "0")
        .then("A", new Action.MarkerSend("B", "x1", "0"))
        .then("A", new Action.MarkerSend(HOSTILE, "x2", "0"));
    String second = history.send("B", "A", 7);
    history.record("B", "0").receive("A", "B", first, 40, "0");
    history
        .then("B", new Action.MarkerReceive("A", "x1", "0"))
        .then("B", new Action.MarkerSend("A", "x3", "0"))
        .then("B", new Action.MarkerSend(HOSTILE, "x4", "0"))
        .receive("B", "A", second, 7, "0");
    String backward = history.send("A", HOSTILE, 20);
    history
        .receive("A", HOSTILE, backward, 20)
        .record(HOSTILE, "0")
        .then(HOSTILE, new Action.MarkerReceive("A", "x2", "0"))
        .complete("0", "A", "B", HOSTILE)
        .then(HOSTILE, new Action.Kill())
        .then(HOSTILE, new Action.Restart(120L))
        .then("B", new Action.Abort("1", "<script>alert(1)</script>\u0007"))
        .then("A", new Action.Gap("2 events"));
    return Histories.log(List.of("A", "B", HOSTILE), 300L, history.observations());
  }

  private static void compare(String name, String now) throws IOException {
    Path file = GOLDEN.resolve(name);
    if ("rewrite".equals(System.getProperty("cutline.transcripts"))) {
      Files.writeString(file, now);
    }
    assertThat(now).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"log.svg", "log.json", "log.shiviz", "log.mermaid", "log.ndjson", "log.txt"})
  void golden(String name) throws IOException {
    EventLog log = log();
    compare(
        name,
        switch (name) {
          case "log.svg" -> SvgDiagram.of(log, null);
          case "log.json" -> EventJson.document(log);
          case "log.shiviz" -> ShiVizLog.of(log);
          case "log.mermaid" -> MermaidDiagram.of(log, null);
          case "log.ndjson" -> EventJson.lines(log);
          default ->
              log.events().stream()
                  .map(event -> Story.line(event) + "\n")
                  .collect(Collectors.joining());
        });
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void diagramIsWellFormedAndHarmlessWhateverTheNames() throws Exception {
    Document svg = parsed(SvgDiagram.of(log(), null));
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).contains("test");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .contains(
            "The cut of snapshot 0 is inconsistent",
            HOSTILE + " counted $20 that A sent after A's cut (m3).");
  }

  @Test
  void messagesAreDrawnByHowTheyCrossTheCut() throws Exception {
    NodeList lines = parsed(SvgDiagram.of(log(), null)).getElementsByTagName("line");
    StringBuilder kinds = new StringBuilder();
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      if (line.getElementsByTagName("title").getLength() > 0) {
        kinds.append(line.getTextContent()).append(": ").append(line.getAttribute("class"));
        kinds.append('\n');
        if (line.hasAttribute("marker-end")) {
          assertThat(Integer.parseInt(line.getAttribute("x2")))
              .as("time goes to the right")
              .isGreaterThan(Integer.parseInt(line.getAttribute("x1")));
        }
      }
    }
    assertThat(kinds)
        .contains("A→B $40 (m1): money forward s0\n")
        .contains("B→A $7 (m2): money forward s0\n")
        .contains("A→" + HOSTILE + " $20 (m3): backward\n")
        .contains("A→B the marker x1: marker\n");
  }

  /** As ShiViz does: the first line finds all events. */
  @Test
  void shiVizFindsEachEventWithTheParserOfTheFirstLine() {
    String text = ShiVizLog.of(log());
    List<String> lines = text.lines().toList();
    assertThat(lines.get(1)).isEmpty();
    Pattern parser = Pattern.compile(lines.getFirst().replace("{.*}", "\\{.*\\}"));
    Matcher event = parser.matcher(text.substring(text.indexOf("\n\n") + 2));
    int found = 0;
    while (event.find()) {
      assertThat(log().processes().names()).contains(requireNonNull(event.group("host")));
      found++;
    }
    assertThat(found).isEqualTo(log().events().size());
  }

  /** Long logs become pictures of what is around a cut. */
  @Test
  void longLogsAreCutAroundTheSnapshot() throws Exception {
    Histories history = new Histories().with("A", 100_000).with("B", 0);
    for (int i = 0; i < 3_000; i++) {
      String id = history.send("A", "B", 1);
      if (i == 2_500) {
        history.record("A", "late").record("B", "late").receive("A", "B", id, 1, "late");
      } else {
        history.receive("A", "B", id, 1);
      }
    }
    history.complete("late", "A", "B");
    EventLog log = Histories.log(List.of("A", "B"), 100_000L, history.observations());
    String svg = SvgDiagram.of(log, "late");
    assertThat(svg).contains("cut late").contains("class=\"money forward s0\"");
    assertThat(parsed(svg).getElementsByTagName("circle").getLength()).isLessThan(2_100);
    assertThat(MermaidDiagram.of(log, "late"))
        .contains("in flight in late")
        .hasLineCount(MermaidDiagram.of(log, null).lines().toList().size());
    assertThat(MermaidDiagram.of(log, "late").lines().count()).isLessThan(90);
    assertThat(Excerpt.has(log, "late")).isTrue();
    assertThat(Excerpt.has(log, "later")).isFalse();
  }
}
