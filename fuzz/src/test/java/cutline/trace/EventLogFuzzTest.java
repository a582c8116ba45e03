package cutline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import cutline.trace.export.MermaidDiagram;
import cutline.trace.export.ShiVizLog;
import cutline.trace.export.SvgDiagram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an event log is, it can be judged and drawn, or is an error that says where. */
class EventLogFuzzTest {

  static Stream<byte[]> logs() {
    return Stream.of(
            """
            {"schema":"cutline.events/1","bank":"b","processes":["A","B"],"seed":1,"total":10}
            {"seq":1,"at":0,"process":"A","clock":{"A":1},"type":"send","to":"B","message":"m1","amount":4,"balance":6}
            {"seq":2,"at":1,"process":"B","clock":{"B":1},"type":"record","snapshot":"0","balance":0}
            {"seq":3,"at":1,"process":"B","clock":{"B":2},"type":"marker-send","to":"A","message":"x1","snapshot":"0"}
            {"seq":4,"at":2,"process":"A","clock":{"A":2,"B":2},"type":"marker-receive","from":"B","message":"x1","snapshot":"0"}
            {"seq":5,"at":2,"process":"A","clock":{"A":3,"B":2},"type":"record","snapshot":"0","balance":6}
            {"seq":6,"at":2,"process":"A","clock":{"A":4,"B":2},"type":"complete","snapshot":"0"}
            {"seq":7,"at":3,"process":"B","clock":{"A":1,"B":3},"type":"receive","from":"A","message":"m1","amount":4,"balance":4,"recorded":["0"]}
            {"seq":8,"at":3,"process":"B","clock":{"A":1,"B":4},"type":"channel-closed","from":"A","snapshot":"0"}
            {"seq":9,"at":3,"process":"B","clock":{"A":1,"B":5},"type":"complete","snapshot":"0"}
            """,
            """
            {"schema":"cutline.events/1","bank":null,"processes":["A","B"]}
            {"seq":1,"at":0,"process":"A","clock":{"A":1},"type":"kill"}
            {"seq":2,"at":0,"process":"A","clock":{"A":2},"type":"restart","balance":null}
            {"seq":4,"at":0,"process":"A","clock":{"A":3},"type":"restore","snapshot":"A.1.1","balance":3}
            {"seq":5,"at":0,"process":"A","clock":{"A":4},"type":"connect","peer":"B"}
            {"seq":6,"at":0,"process":"A","clock":{"A":5},"type":"disconnect","peer":"B"}
            {"seq":7,"at":0,"process":"A","clock":{"A":6},"type":"gap","reason":"3 events"}
            {"seq":8,"at":0,"process":"A","clock":{"A":7},"type":"abort","snapshot":"1","reason":"<&>"}
            """,
            "{\"schema\":\"cutline.events/2\"}\n",
            "{\"schema\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}\n",
            "")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("logs")
  @FuzzTest
  void aLogIsReadOrRefused(byte[] bytes) throws Exception {
    EventLog log;
    try {
      log = read(bytes);
    } catch (EventLogException e) {
      Texts.requireLine(e);
      return;
    }
    assertThat(read(EventJson.lines(log).getBytes(UTF_8))).isEqualTo(log);
    Verification verification = Verification.of(log);
    verification.violations().forEach(violation -> Texts.requireLine(violation.sentence()));
    log.events().forEach(event -> Texts.requireLine(Story.line(event)));
    for (String text :
        List.of(
            EventJson.document(log),
            ShiVizLog.of(log),
            MermaidDiagram.of(log, null),
            SvgDiagram.of(log, null))) {
      assertThat(text).isNotBlank().doesNotContainPattern("[\\p{Cc}&&[^\n]]");
    }
  }

  private static EventLog read(byte[] bytes) throws EventLogException, IOException {
    return EventLogReader.read("e.ndjson", new ByteArrayInputStream(bytes));
  }
}
