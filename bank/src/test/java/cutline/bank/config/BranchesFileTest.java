package cutline.bank.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BranchesFileTest {

  @TempDir private Path directory;

  private static List<Member> parse(String text) throws ConfigurationException {
    return BranchesFile.parse("branches.txt", text);
  }

  @Test
  void branchesComeInTheOrderOfTheFile() throws ConfigurationException {
    assertThat(parse("C 127.0.0.1 9093\nA localhost 9091\nB ::1 65535\n"))
        .containsExactly(
            new Member("C", "127.0.0.1", 9093),
            new Member("A", "localhost", 9091),
            new Member("B", "::1", 65535));
  }

  @ParameterizedTest
  @MethodSource
  void theseSayTheSame(String text) throws ConfigurationException {
    assertThat(parse(text)).containsExactly(new Member("A", "h", 1), new Member("B", "h", 2));
  }

  static Stream<String> theseSayTheSame() {
    return Stream.of(
        "A h 1\nB h 2",
        "A h 1\r\nB h 2\r\n",
        "A h 1\rB h 2\r",
        "\uFEFFA h 1\nB h 2\n",
        "\uFEFF\r\n# two branches\r\n\r\nA h 1 # the first\r\n\t\r\nB h 2#\r\n\r\n",
        "  A\t h\t\t1  \n\n\n   B  h   2\t\n",
        "A h 1 # one\u2028two \u0085three\nB h 2 ## \u0000",
        "#A h 9\nA h 1\n #\nB h 2\n#");
  }

  @Test
  void oneLineMayNameTheBranchesOfOneProcess() throws ConfigurationException {
    assertThat(parse("A,C h 1\nB h 2"))
        .containsExactly(new Member("A", "h", 1), new Member("C", "h", 1), new Member("B", "h", 2));
  }

  @Test
  void namesAreInAnyScript() throws ConfigurationException {
    String longest = "𝔅".repeat(32);
    assertThat(parse("Zürich h 1\n東京 h 2\nمصرف h 3\n🏦 h 4\n" + longest + " h 5\n--help h 6"))
        .extracting(Member::name)
        .containsExactly("Zürich", "東京", "مصرف", "🏦", longest, "--help");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void whatIsWrongIsNamedWithItsLine(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("branches.txt:" + message);
  }

  static Stream<Arguments> whatIsWrongIsNamedWithItsLine() {
    String notAName =
        "' is not a name: 1 to 64 characters without white space and control characters";
    return Stream.of(
        wrong("", " names no branch (expected lines NAME HOST PORT)"),
        wrong("\n \t\n# A h 1\n", " names no branch (expected lines NAME HOST PORT)"),
        wrong("A", "1: expected NAME HOST PORT, found 1 field"),
        wrong("A h 1\nB h", "2: expected NAME HOST PORT, found 2 fields"),
        wrong("A h # 1", "1: expected NAME HOST PORT, found 2 fields"),
        wrong("A h 1 2", "1: expected NAME HOST PORT, found 4 fields"),
        wrong("A h 1 B h 2", "1: expected NAME HOST PORT, found 6 fields"),
        wrong("\n\nA h x", "3: port 'x' is not a number"),
        wrong("A h 1.5", "1: port '1.5' is not a number"),
        wrong("A h 0x10", "1: port '0x10' is not a number"),
        wrong("A h ٩٠", "1: port '٩٠' is not a number"),
        wrong("A h +1", "1: port '+1' is not a number"),
        wrong("1\n2\n3", "1: expected NAME HOST PORT, found 1 field"),
        wrong("#\n#\n#\n#\n#\n#\nA h 99999", "7: port 99999 is not between 1 and 65535"),
        wrong("A h 65536", "1: port 65536 is not between 1 and 65535"),
        wrong("A h 0", "1: port 0 is not between 1 and 65535"),
        wrong("A h -1", "1: port -1 is not between 1 and 65535"),
        wrong("A h 4294967297", "1: port 4294967297 is not between 1 and 65535"),
        wrong(
            "A h 99999999999999999999", "1: port 99999999999999999999 is not between 1 and 65535"),
        wrong("A h 1\r\nB h 2\r\nA h 3", "3: the name A was used in line 1"),
        wrong("A h 1\n\nB h 1", "3: the address h 1 was used in line 1"),
        wrong("A h 1\nA h 1", "2: the name A was used in line 1"),
        wrong("A,B h 1\nC h 2\nD,A h 3", "3: the name A was used in line 1"),
        wrong("A,A h 1", "1: the name A was used in line 1"),
        wrong("A,B h 1\nC,D h 1", "2: the address h 1 was used in line 1"),
        wrong("A,B h", "1: expected NAME HOST PORT, found 2 fields"),
        wrong("A, B h 1", "1: expected NAME HOST PORT, found 4 fields"),
        wrong("A,,B h 1", "1: '" + notAName),
        wrong("A, h 1", "1: '" + notAName),
        wrong("a".repeat(65) + " h 1", "1: '" + "a".repeat(65) + notAName),
        wrong("A\u2003B h 1", "1: 'A\u2003B" + notAName),
        wrong("A\u0007 h 1", "1: 'A\\u0007" + notAName),
        wrong("A\u0000 h 1", "1: 'A\\u0000" + notAName),
        wrong("A \u001b[2Jh 1", "1: '\\u001b[2Jh' is not a host name or an address"),
        wrong(
            "A " + "h".repeat(254) + " 1",
            "1: '" + "h".repeat(254) + "' is not a host name or an address"),
        wrong(branches(257, "h"), " names 257 branches, and the most are 256"),
        wrong(
            branches(256, "h".repeat(200)),
            " names and hosts have more than 48 KiB together, too much for one message"));
  }

  private static Arguments wrong(String text, String message) {
    return Arguments.of(text, message);
  }

  private static String branches(int count, String host) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "B%d %s %d\n".formatted(i, host, i))
        .collect(Collectors.joining());
  }

  // ------------------------------------------------------------------- files

  private void assertUnreadable(Path file, String message) {
    assertThatThrownBy(() -> BranchesFile.read(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(file + message);
  }

  @Test
  void aFileIsReadAsUtf8() throws Exception {
    Path file = Files.writeString(directory.resolve("b"), "Zürich h 1\r\n");
    assertThat(BranchesFile.read(file)).containsExactly(new Member("Zürich", "h", 1));
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    assertUnreadable(
        directory.resolve("none"), ": no such file (it should have lines NAME HOST PORT)");
    assertUnreadable(directory, ": is a directory, not a file of branches");
    assertUnreadable(
        Files.createFile(directory.resolve("empty")),
        ": names no branch (expected lines NAME HOST PORT)");
    assertUnreadable(
        Files.write(
            directory.resolve("latin1"), "Zürich h 1".getBytes(StandardCharsets.ISO_8859_1)),
        ": is not UTF-8 text");
    assertUnreadable(
        Files.write(directory.resolve("large"), new byte[1024 * 1024 + 1]),
        ": is larger than 1 MiB");
    assertUnreadable(
        Files.write(directory.resolve("binary"), new byte[1024]),
        ":1: expected NAME HOST PORT, found 1 field");
  }

  /** As `/dev/zero` would be; and what a shell makes of `<(...)` says that its size is 0. */
  @Test
  void filesWithoutASizeAreReadToTheBound() throws Exception {
    assertUnreadable(Path.of("/dev/zero"), ": is larger than 1 MiB");
  }
}
