package cutline.bank.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.bank.config.ConfigurationException;
import cutline.fuzz.Texts;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever lies in an archive is a snapshot that adds up, or is refused in one line. */
class ArchiveFuzzTest {

  private static final String SNAPSHOT =
      """
      {"schema":"cutline.snapshot/1","id":"A.1.7","initiator":"A","status":"COMPLETE",\
      "reason":null,"balances":{"A":5,"B":3},"channels":[{"from":"A","to":"B","amounts":[1,1]}],\
      "balanceTotal":8,"inFlightTotal":2,"total":10,"expected":10,"consistent":true,"markers":2,\
      "startedAt":"2026-11-20T10:18:00.123Z","durationMicros":1500,\
      "bank":"0123456789abcdef0123456789abcdef"}\
      """;

  static Stream<byte[]> files() {
    return Stream.of(
            SNAPSHOT,
            new String(Seal.seal(SNAPSHOT), UTF_8),
            "{}",
            "01234567-A.1.7.json",
            "01234567-%41%2F.1.7.json",
            "01234567-~0.1.7.json")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void aFileIsASnapshotOrRefused(byte[] bytes) throws ConfigurationException {
    try {
      assertThat(Seal.seal(Seal.open("a.json", bytes).stripTrailing())).isEqualTo(bytes);
    } catch (ConfigurationException e) {
      Texts.requireLine(e);
    }
    String text = Texts.of(bytes).orElse(null);
    if (text == null) {
      return;
    }
    ArchiveName.parse(text).ifPresent(name -> assertThat(name.file()).isEqualTo(text));
    ArchivedSnapshot read;
    try {
      read = ArchivedJson.read("a.json", text);
    } catch (ConfigurationException e) {
      Texts.requireLine(e);
      return;
    }
    // What a file says beyond milliseconds is lost with the first writing, and nothing else.
    String written = read.json();
    ArchivedSnapshot again = ArchivedJson.read("again", Seal.open("again", Seal.seal(written)));
    assertThat(again.json()).isEqualTo(written);
    assertThat(again.snapshot().snapshot()).isEqualTo(read.snapshot().snapshot());
    ArchiveName name = ArchiveName.of(read.bank(), read.id());
    assertThat(ArchiveName.parse(name.file())).contains(name);
  }
}
