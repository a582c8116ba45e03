package cutline.simulation.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.bank.config.ConfigurationException;
import cutline.fuzz.Texts;
import cutline.trace.EventJson;
import cutline.trace.EventLogReader;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the files of a scenario are, it runs to an event log, or they are refused. */
class ScenarioFuzzTest {

  /** A line between the files. */
  private static final String NEXT = "===\n";

  static Stream<byte[]> scenarios() {
    return Stream.of(
            "concurrent",
            "three-processes",
            "never-happened",
            "alone",
            "ring",
            "names-are-text",
            "no-tick-between",
            "mistakes/marker-overtakes")
        .map(name ->
            Stream.of(".top", ".events", ".delays")
                .map(file -> new String(Texts.example("scenarios/" + name + file), UTF_8))
                .toList())
        .map(files -> String.join(NEXT, files).getBytes(UTF_8));
  }

  @MethodSource("scenarios")
  @FuzzTest
  void aScenarioRunsOrIsRefused(byte[] bytes) throws Exception {
    String text = Texts.of(bytes).orElse("");
    String[] files = text.split(NEXT, 3);
    if (files.length < 3) {
      return;
    }
    ScenarioRun run;
    try {
      ScenarioTopology topology = ScenarioTopology.parse("a.top", files[0]);
      Script script = Script.parse("a.events", files[1], topology);
      Delays delays = Delays.parse("a.delays", files[2]);
      run = ScenarioRun.of("a", topology, script, delays, null, Texts::requireLine);
    } catch (ConfigurationException e) {
      Texts.requireLine(e);
      return;
    }
    run.unmet().forEach(Texts::requireLine);
    run.snapshots().forEach(snapshot -> assertThat(SnapshotFile.text(0, snapshot)).isNotEmpty());
    byte[] log = EventJson.lines(run.log()).getBytes(UTF_8);
    assertThat(EventLogReader.read("log", new ByteArrayInputStream(log))).isEqualTo(run.log());
  }
}
