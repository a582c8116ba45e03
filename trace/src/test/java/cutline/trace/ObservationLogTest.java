package cutline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.ChannelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of single processes, and what they make together. */
class ObservationLogTest {

  private static final LogHeader HEADER =
      new LogHeader("bank", new Processes(List.of("A", "B")), null, 10L, ChannelOrder.FIFO);
  private static final String A = EventJson.line("A", HEADER);

  @TempDir private Path directory;

  private static String send(long number, String message) {
    return EventJson.line(number, number, new Action.Send("B", message, 1, null));
  }

  private ObservationLog read(String text) throws IOException, EventLogException {
    return ObservationLogReader.read(Files.writeString(directory.resolve("log"), text));
  }

  private static List<String> types(List<Observation> observations) {
    return observations.stream().map(each -> each.action().type()).toList();
  }

  @Test
  void aNumberThatIsMissingIsAGap() throws Exception {
    ObservationLog log = read(String.join("\n", A, send(1, "m1"), send(4, "m4"), ""));
    assertThat(types(log.observations())).containsExactly("send", "gap", "send");
    assertThat(log.observations().get(1).action())
        .isEqualTo(new Action.Gap("its events 2 to 3 are missing"));
  }

  @Test
  void aNewLifeGoesOnBehindALineThatIsCutOff() throws Exception {
    String cutOff = send(2, "m2").substring(0, 20);
    assertThat(types(read(String.join("\n", A, send(1, "m1"), cutOff)).observations()))
        .containsExactly("send");
    assertThat(
            types(
                read(String.join("\n", A, send(1, "m1"), cutOff, A, send(2, "m2"), ""))
                    .observations()))
        .containsExactly("send", "send");
    assertThat(
            types(
                read(String.join("\n", A, send(1, "m1"), cutOff, A, send(3, "m3"), ""))
                    .observations()))
        .containsExactly("send", "gap", "send");
  }

  @Test
  void aLineThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> read(String.join("\n", A, "{\"numb", send(1, "m1"), "")))
        .isInstanceOf(EventLogException.class)
        .hasMessageContaining("log:2: is not JSON");
    assertThatThrownBy(() -> read(String.join("\n", A, send(2, "m1"), send(1, "m2"), "")))
        .hasMessageContaining("log:3: \"number\" is 1, and must be at least 3");
  }

  @Test
  void togetherTheyAreOneLogInCausalOrder() throws Exception {
    List<Observation> sender = new ArrayList<>();
    List<Observation> receiver = new ArrayList<>();
    for (int message = 0; message < 50; message++) {
      String id = "m" + message;
      // The receiver's clock is behind.
      sender.add(new Observation("A", 1_000 + message, new Action.Send("B", id, 1, null)));
      receiver.add(new Observation("B", message, new Action.Receive("A", id, 1, null, List.of())));
    }
    EventLog log =
        ObservationLog.merge(
            List.of(
                new ObservationLog(HEADER, "B", receiver),
                new ObservationLog(HEADER, "A", sender)));
    assertThat(log.events()).hasSize(100).noneMatch(event -> event.action() instanceof Action.Gap);
    assertThat(Verification.of(log).ofLog()).isEmpty();
    assertThat(log.events().getLast().clock().of(0)).isEqualTo(50);
  }

  @Test
  void whatIsNotThereIsAGap() throws Exception {
    EventLog log = ObservationLog.merge(List.of(new ObservationLog(HEADER, "A", List.of())));
    assertThat(log.events())
        .extracting(event -> event.process() + " " + event.action().type())
        .containsExactly("B gap");
    ObservationLog twice = new ObservationLog(HEADER, "A", List.of());
    assertThatThrownBy(() -> ObservationLog.merge(List.of(twice, twice)))
        .hasMessage("there are two logs of A");
  }
}
