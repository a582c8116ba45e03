package cutline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the log of a process is, an event log can be made of it, or it is refused. */
class ObservationLogFuzzTest {

  private static @Nullable Path file;

  @BeforeAll
  static void makeFile() throws Exception {
    file = Files.createTempFile("fuzz", ".ndjson");
  }

  @AfterAll
  static void deleteFile() throws Exception {
    Files.deleteIfExists(file());
  }

  private static Path file() {
    return java.util.Objects.requireNonNull(file);
  }

  static Stream<byte[]> logs() {
    String header =
        "{\"schema\":\"cutline.observations/1\",\"bank\":\"b\",\"processes\":[\"A\",\"B\"],\"total\":10,\"process\":\"A\"}\n";
    return Stream.of(
            header
                + """
                {"number":1,"at":5,"type":"send","to":"B","message":"1","amount":4,"balance":6}
                {"number":2,"at":6,"type":"receive","from":"B","message":"1","amount":4,"balance":10}
                {"number":4,"at":6,"type":"record","snapshot":"A.1.1","balance":10}
                """,
            header
                + "{\"number\":1,\"at\":5,\"type\":\"kill\"}\n{\"number\":2,\"at"
                + "\n"
                + header
                + "{\"number\":3,\"at\":9,\"type\":\"restart\",\"balance\":3}\n"
                + "{\"at\":9,\"type\":\"connect\",\"peer\":\"B\"}\n{\"num",
            header + "{\"number\":9223372036854775807,\"at\":1,\"type\":\"kill\"}\n",
            header.replace("observations", "events"),
            "")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("logs")
  @FuzzTest
  void aLogIsReadOrRefused(byte[] bytes) throws Exception {
    Files.write(file(), bytes);
    EventLog merged;
    try {
      ObservationLog log = ObservationLogReader.read(file());
      merged = ObservationLog.merge(List.of(log));
    } catch (EventLogException e) {
      Texts.requireLine(e);
      return;
    }
    byte[] written = EventJson.lines(merged).getBytes(UTF_8);
    assertThat(EventLogReader.read("merged", new ByteArrayInputStream(written))).isEqualTo(merged);
    assertThat(Verification.of(merged).ofLog()).isNotNull();
  }
}
