package cutline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.ChannelOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs are written and read; whatever a file says, it is a log or a refusal that says where. */
class EventLogTest {

  private static final String HEADER =
      "{\"schema\":\"cutline.events/1\",\"bank\":null,\"processes\":[\"A\",\"B\"]}\n";
  private static final String KILL =
      "{\"seq\":1,\"at\":0,\"process\":\"A\",\"clock\":{\"A\":1},\"type\":\"kill\"}\n";

  @TempDir private Path directory;

  private static EventLog read(String text) throws EventLogException, IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static EventLog read(byte[] bytes) throws EventLogException, IOException {
    return EventLogReader.read("e.ndjson", new ByteArrayInputStream(bytes));
  }

  /** Every type of event, with and without what may be left out. */
  static EventLog everything() {
    String b = "Bé";
    Histories history = new Histories().with("A", 10).with(b, 0);
    String id = history.send("A", b, 4);
    history
        .record(b, "0")
        .then(b, new Action.MarkerSend("A", "x1", "0"))
        .then("A", new Action.RecordState("0", null))
        .then("A", new Action.MarkerReceive(b, "x1", "0"))
        .then("A", new Action.MarkerSend(b, "x2", "0"))
        .then("A", new Action.ChannelClosed(b, "0"))
        .complete("0", "A")
        .receive("A", b, id, 4, "0", "1")
        .then(b, new Action.MarkerReceive("A", "x2", "0"))
        .then(b, new Action.Abort("1", "nobody wants it: \"<&>\""))
        .then(b, new Action.Abort("1", null))
        .then("A", new Action.Kill())
        .then(b, new Action.Disconnect("A"))
        .then("A", new Action.Restart(6L))
        .then("A", new Action.Restart(null))
        .then(b, new Action.Connect("A"))
        .then("A", new Action.Send(b, "m9", Long.MAX_VALUE, null))
        .then("A", new Action.Gap("3 events"));
    return Histories.log(List.of("A", b), 10L, history.observations());
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    EventLog log = everything();
    assertThat(read(EventJson.lines(log))).isEqualTo(log);
    assertThat(log.events().stream().map(event -> event.action().getClass()).distinct())
        .as("every type of event was there")
        .hasSize(13);
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfTheChannelsIsKept(ChannelOrder order) throws Exception {
    EventLog log =
        new EventLog(
            new LogHeader(null, new Processes(List.of("A")), null, null, order), List.of());
    String line = EventJson.lines(log);
    assertThat(read(line).header().order()).isEqualTo(order);
    assertThat(read(line.replace("non-fifo", "fifo")).header().order())
        .isEqualTo(ChannelOrder.FIFO);
  }

  @Test
  void unknownFieldsArePassedOver() throws Exception {
    EventLog log =
        read(
            HEADER.replace("}", ",\"new\":[{\"a\":[1.5e3,true,null]}]}")
                + KILL.replace("}\n", ",\"more\":{\"x\":-1}}\n"));
    assertThat(log.events()).hasSize(1);
    assertThat(log.header().seed()).isNull();
    assertThat(log.header().total()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"schema\":\"cutline.events/2\"} | the schema is 'cutline.events/2', and must be",
        "{\"schema\":1} | \"schema\" is 1, and must be a text",
        "{} | \"schema\" is missing: a text",
        "[] | is not a JSON object, which each line is",
        "{\"schema\":\"cutline.events/1\"} | \"processes\": 0 processes, and 1 to 256 are allowed",
        "{\"schema\":\"cutline.events/1\",\"processes\":[\"A\",\"A\"]} | \"processes\": process A is named twice",
        "{\"schema\":\"cutline.events/1\",\"processes\":[\"A B\"]} | \"processes\": 'A B' is not a process",
        "{\"schema\":\"cutline.events/1\",\"processes\":[1]} | \"processes\" is [1], and must be a list of texts",
        "{\"schema\":\"cutline.events/1\",\"processes\":[\"A\"],\"total\":-1} | \"total\" is -1, and must be a whole number from 0",
        "{\"schema\":\"cutline.events/1\",\"processes\":[\"A\"],\"seed\":1.5} | \"seed\" is 1.5, and must be a whole number",
        "{\"schema\":\"cutline.events/1\",\"processes\":[\"A\"],\"channels\":\"lifo\"} | \"channels\" is 'lifo', and must be fifo or non-fifo",
      })
  void wrongFirstLines(String line, String message) {
    assertThatThrownBy(() -> read(line + "\n"))
        .isInstanceOf(EventLogException.class)
        .hasMessageStartingWith("e.ndjson:1: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"seq\":1 | \"seq\":0 | \"seq\" is 0, and must be a whole number from 1 to 9223372036854775807",
        "\"seq\":1 | \"seq\":9223372036854775808 | \"seq\" is 9223372036854775808, and must be",
        "\"seq\":1, | `` | \"seq\" is missing: a whole number from 1",
        "\"at\":0 | \"at\":-1 | \"at\" is -1, and must be a whole number from 0",
        "\"at\":0 | \"at\":\"0\" | \"at\" is '0', and must be a whole number from 0",
        "\"A\", | \"C\", | \"process\" is 'C', which is not one of the processes of the first line",
        "{\"A\":1} | {\"C\":1} | \"clock\" counts events of 'C', which is not one of the processes",
        "{\"A\":1} | {\"A\":-1} | \"clock.A\" is -1, and must be a whole number from 0 to 2147483647",
        "{\"A\":1} | {\"A\":2147483648} | \"clock.A\" is 2147483648, and must be",
        "{\"A\":1} | 1 | \"clock\" is 1, and must be an object of processes and counts",
        "\"kill\" | \"die\" | \"type\" is 'die', and must be send, receive, record, marker-send,",
        "\"kill\" | \"send\" | \"to\" is missing: a text",
        "\"kill\" | \"send\",\"to\":\"B\",\"message\":\"m\",\"amount\":0 | \"amount\" is 0, and must be a whole number from 1",
        "\"kill\" | \"receive\",\"from\":\"B\",\"message\":\"m\",\"amount\":1,\"recorded\":0 | \"recorded\" is 0, and must be a list",
        "\"kill\" | \"complete\",\"snapshot\":\"\\u001b[2J\" | \"snapshot\" is '?[2J', and a text has at most 200",
        "\"kill\" | \"complete\" | \"snapshot\" is missing: a text",
        "\"kill\" | \"kill\",\"kill\":1,\"kill\":2 | is not JSON, or has a field twice, at column",
        "\"kill\" | \"kill | is not JSON, or has a field twice, at column",
      })
  void wrongEvents(String right, String wrong, String message) {
    String line = KILL.replace(right, wrong);
    assertThat(line).isNotEqualTo(KILL);
    assertThatThrownBy(() -> read(HEADER + line))
        .isInstanceOf(EventLogException.class)
        .hasMessageStartingWith("e.ndjson:2: " + message)
        .message()
        .doesNotContainPattern("\\p{Cc}");
  }

  @Test
  void linesAreBounded() {
    assertThatThrownBy(() -> read(HEADER + "{\"x\":\"" + "x".repeat(70_000)))
        .hasMessage("e.ndjson:2: is longer than 64 KiB");
    assertThatThrownBy(() -> read(HEADER + "[".repeat(1_000) + "\n")).hasMessageContaining(":2: ");
    assertThatThrownBy(() -> read(HEADER + "{\"x\":" + "[".repeat(1_000) + "\n"))
        .hasMessageContaining(":2: ")
        .hasMessageContaining("nested more than 16 deep");
    assertThatThrownBy(() -> read(HEADER + "{\"x\":" + "9".repeat(5_000) + "}\n"))
        .hasMessageContaining(":2: ");
  }

  @Test
  void cutOffAndMixedUpLogsAreRefused() {
    assertThatThrownBy(() -> read("")).hasMessageStartingWith("e.ndjson: is empty");
    assertThatThrownBy(() -> read(HEADER + KILL.strip()))
        .hasMessageStartingWith("e.ndjson:2: the last line is cut off");
    assertThatThrownBy(() -> read(HEADER + KILL + KILL))
        .hasMessageStartingWith("e.ndjson:3: \"seq\" is 1, and must be more than 1");
    assertThatThrownBy(() -> read(HEADER + "\n")).hasMessageStartingWith("e.ndjson:2: is not a");
    assertThatThrownBy(() -> read((HEADER + "{\"\u00ff\n").getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessage("e.ndjson:2: is not UTF-8 text");
  }

  @Test
  void filesThatAreNone() {
    assertThatThrownBy(() -> EventLogReader.read(directory))
        .isInstanceOf(EventLogException.class)
        .message()
        .startsWith(directory.toString());
    assertThatThrownBy(() -> EventLogReader.read(directory.resolve("x")))
        .hasMessage(directory.resolve("x") + ": no such file");
  }

  @Test
  void documentHasTheSameEvents() throws Exception {
    EventLog log = everything();
    Path file = Files.writeString(directory.resolve("log"), EventJson.lines(log));
    assertThat(EventLogReader.read(file)).isEqualTo(log);
    assertThat(EventJson.document(log))
        .startsWith(
            "{\"schema\":\"cutline.events/1\",\"bank\":\"test\",\"processes\":[\"A\",\"Bé\"],\"seed\":null,\"total\":10,\"events\":[\n{\"seq\":1,")
        .endsWith("}\n]}\n");
  }
}
