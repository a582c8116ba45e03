package cutline.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.console.log.LogInfo;
import cutline.console.log.LogShape;
import cutline.console.log.Orders;
import cutline.console.log.WatchedLog;
import cutline.core.ChannelOrder;
import cutline.trace.Action;
import cutline.trace.Collector;
import cutline.trace.LogHeader;
import cutline.trace.Observation;
import cutline.trace.Processes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What remains of a bank that was watched. */
class ReportTest {

  private static final String HOSTILE = "<img/src=x>";

  private final Processes processes = new Processes(List.of("A", HOSTILE));
  private final LogHeader header =
      new LogHeader("bank", processes, null, 2_000L, ChannelOrder.FIFO);
  private final WatchedLog log =
      WatchedLog.live(
          new LogInfo(LogInfo.MAIN, LogInfo.Mode.LIVE, "Bank", null, null),
          new LogShape(header, null, Map.of("A", 1_000L, HOSTILE, 1_000L)),
          Orders.NONE,
          WatchedLog.Listener.NONE);
  private final Collector collector = new Collector(processes, ChannelOrder.FIFO, 100, log::add);
  private long at;

  private void take(String process, Action action) {
    collector.take(new Observation(process, ++at, action));
  }

  private void transfers(int count) {
    for (int transfer = 0; transfer < count; transfer++) {
      String id = "m" + at;
      take("A", new Action.Send(HOSTILE, id, 1, null));
      take(HOSTILE, new Action.Receive("A", id, 1, null, List.of()));
    }
  }

  /** One that takes as long as that many transfers. */
  private void snapshot(String id, int transfers) {
    take("A", new Action.RecordState(id, null));
    take("A", new Action.MarkerSend(HOSTILE, id, id));
    transfers(transfers);
    take(HOSTILE, new Action.RecordState(id, null));
    take(HOSTILE, new Action.MarkerSend("A", id, id));
    take(HOSTILE, new Action.MarkerReceive("A", id, id));
    take(HOSTILE, new Action.ChannelClosed("A", id));
    take(HOSTILE, new Action.Complete(id));
    take("A", new Action.MarkerReceive(HOSTILE, id, id));
    take("A", new Action.ChannelClosed(HOSTILE, id));
    take("A", new Action.Complete(id));
  }

  @Test
  void isOneFileWithPicturesAndFigures() {
    transfers(3);
    snapshot("A.1.1", 0);
    String html = Report.html(log, "Bank of " + HOSTILE, List.of("> s", HOSTILE));
    assertThat(html)
        .contains("src=\"data:image/svg+xml;base64,", "3 sent, 3 received", "$2,000", "A.1.1")
        .contains("&lt;img/src=x")
        .doesNotContain("<img/src=x", "<script", "http://", "https://", "href=");
    assertThat(Report.picture(log)).contains("A.1.1").doesNotContain("<img/");
    assertThat(Report.events(log)).startsWith("{\"schema\":\"cutline.events/1\"");
  }

  /** As one for which a branch was waited that was dead. */
  @Test
  void aSnapshotThatTookLongHasItsPicture() {
    snapshot("A.1.1", 2_000);
    assertThat(Report.picture(log)).contains("A.1.1");
  }

  @Test
  void withoutASnapshotThereIsNoPicture() {
    transfers(1);
    assertThat(Report.picture(log)).isNull();
    assertThat(Report.html(log, "Bank", List.of())).contains("1 sent, 1 received");
  }
}
