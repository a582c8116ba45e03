package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.bench.LatencyPlot.Panel;
import cutline.cli.bench.Passage.Sample;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LatencyPlotTest {

  private static final Pattern DOT = Pattern.compile("M([0-9.]+) ([0-9.]+)h0");
  private static final Pattern LABEL = Pattern.compile("text-anchor=\"end\">([^<]*)<");

  private static Sample sample(Duration due, Duration took) {
    return new Sample(due.toNanos(), took.toNanos());
  }

  private static final List<Panel> PANELS =
      List.of(
          new Panel("TCP", List.of(sample(Duration.ZERO, Duration.ofMillis(40)))),
          new Panel(
              "UDP",
              List.of(
                  sample(Duration.ofSeconds(4), Duration.ofMillis(20)),
                  sample(Duration.ofSeconds(2), Duration.ofMillis(10)))));

  private static List<String> all(Pattern pattern, String svg) {
    return pattern.matcher(svg).results().map(MatchResult::group).toList();
  }

  @Test
  void allPanelsHaveTheSameAxes() {
    // 800 wide from 80, and 240 high down to 290 and to 574: 4 s and 40 ms are full scale.
    assertThat(all(DOT, LatencyPlot.svg("title", PANELS)))
        .containsExactly("M80.0 50.0h0", "M880.0 454.0h0", "M480.0 514.0h0");
  }

  @Test
  void marksAreRoundNumbers() {
    String svg = LatencyPlot.svg("title", PANELS);
    assertThat(LABEL.matcher(svg).results().map(label -> label.group(1)).limit(9))
        .containsExactly(
            "0 ms", "5 ms", "10 ms", "15 ms", "20 ms", "25 ms", "30 ms", "35 ms", "40 ms");
  }

  @Test
  void itIsXmlWithOrWithoutTransfers() throws Exception {
    for (List<Panel> panels : List.of(PANELS, List.of(new Panel("TCP", List.of())))) {
      byte[] svg = LatencyPlot.svg("title", panels).getBytes(StandardCharsets.UTF_8);
      var document =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg));
      assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(panels.size());
    }
  }
}
