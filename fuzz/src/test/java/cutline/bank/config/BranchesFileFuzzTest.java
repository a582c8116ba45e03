package cutline.bank.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever branches.txt is, it names branches, or is an error of one line. */
class BranchesFileFuzzTest {

  static Stream<byte[]> files() {
    return Stream.of(
            "A 127.0.0.1 9091\nB ::1 9092\r\nC host 65535",
            "\uFEFF# all of them\n\n  Zürich\thost-1.example 1 # comment\n",
            "A h 1\nA h 2",
            "A h 1\nB h 1",
            "A h 0\n",
            "A h 99999999999\n",
            "A h x\n",
            "A h\n",
            "A\u0007 h 1")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void aFileIsReadOrRefused(byte[] bytes) throws ConfigurationException {
    String text = Texts.of(bytes).orElse(null);
    if (text == null) {
      return;
    }
    List<Member> members;
    try {
      members = BranchesFile.parse("branches.txt", text);
    } catch (ConfigurationException e) {
      Texts.requireLine(e);
      assertThat(e).message().startsWith("branches.txt:");
      return;
    }
    String written =
        members.stream()
            .map(member -> "%s %s %d\n".formatted(member.name(), member.host(), member.port()))
            .collect(Collectors.joining());
    assertThat(BranchesFile.parse("again", written)).isEqualTo(members);
  }
}
