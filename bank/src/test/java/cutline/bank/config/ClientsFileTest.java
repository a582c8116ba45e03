package cutline.bank.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.config.ClientsConfig.Client;
import cutline.bank.domain.DurationRange;
import cutline.core.ChannelOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientsFileTest {

  private static final Path EXAMPLE = Path.of("../config.json");

  @TempDir private Path directory;

  private static ClientsConfig parse(String text) throws ConfigurationException {
    return ClientsFile.parse("config.json", text);
  }

  @Test
  void theExampleHasTheDefaults() throws ConfigurationException {
    ClientsConfig example =
        new ClientsConfig(
            List.of(
                new Client(new Member("1", "127.0.0.1", 9101), 1_000),
                new Client(new Member("2", "127.0.0.1", 9102), 1_000),
                new Client(new Member("3", "127.0.0.1", 9103), 1_000)),
            Duration.ofSeconds(10),
            0.2,
            new DurationRange(Duration.ofSeconds(5), Duration.ofSeconds(5)),
            100,
            OptionalLong.empty(),
            Optional.empty());
    assertThat(ClientsFile.read(EXAMPLE)).isEqualTo(example);
    assertThat(
            parse(
                """
                {"clients": [
                  {"id": "1", "host": "127.0.0.1", "port": 9101},
                  {"id": "2", "host": "127.0.0.1", "port": 9102},
                  {"id": "3", "host": "127.0.0.1", "port": 9103}
                ]}
                """))
        .isEqualTo(example);
  }

  @Test
  void everythingCanBeSaid() throws ConfigurationException {
    assertThat(
            parse(
                """
                {
                  "seed": -9223372036854775808,
                  "clients": [
                    {"id": "Zürich", "host": "::1", "port": 65535, "balance": 9223372036854775797},
                    {"balance": 0, "port": 9.101e3, "host": "h", "id": 7.0},
                    {"id": "--\\u0041", "host": "h", "port": 1}
                  ],
                  "transport": "udp",
                  "maxAmount": 9223372036854775807,
                  "delay": "0s..5s",
                  "probability": 1,
                  "interval": 0.25,
                  "balance": 10
                }
                """))
        .isEqualTo(
            new ClientsConfig(
                List.of(
                    new Client(new Member("Zürich", "::1", 65_535), Long.MAX_VALUE - 10),
                    new Client(new Member("7", "h", 9101), 0),
                    new Client(new Member("--A", "h", 1), 10)),
                Duration.ofMillis(250),
                1,
                new DurationRange(Duration.ZERO, Duration.ofSeconds(5)),
                Long.MAX_VALUE,
                OptionalLong.of(Long.MIN_VALUE),
                Optional.of(ChannelOrder.NON_FIFO)));
  }

  @ParameterizedTest
  @CsvSource({
    "\"10s\", PT10S",
    "10, PT10S",
    "0.000000001, PT0.000000001S",
    "1e-3, PT0.001S",
    "86400.0, PT24H",
    "\"0.5ms\", PT0.0005S",
  })
  void intervals(String interval, Duration expected) throws ConfigurationException {
    assertThat(parse(ClientsFileExamples.and("\"interval\": " + interval)).interval())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "\"5s\", PT5S, PT5S",
    "2.5, PT2.5S, PT2.5S",
    "0, PT0S, PT0S",
    "1e-2147483647, PT0S, PT0S",
    "\"0s\", PT0S, PT0S",
    "\"0s..5s\", PT0S, PT5S",
    "\" 1ms .. 24h \", PT0.001S, PT24H",
  })
  void delays(String delay, Duration least, Duration most) throws ConfigurationException {
    assertThat(parse(ClientsFileExamples.and("\"delay\": " + delay)).delay())
        .isEqualTo(new DurationRange(least, most));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "0.2", "1e-9", "1e-2147483647", "-0.0"})
  void probabilities(String probability) throws ConfigurationException {
    assertThat(parse(ClientsFileExamples.and("\"probability\": " + probability)).probability())
        .isEqualTo(new BigDecimal(probability).doubleValue());
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("cutline.bank.config.ClientsFileExamples#notJson")
  @MethodSource("cutline.bank.config.ClientsFileExamples#wrongShape")
  @MethodSource("cutline.bank.config.ClientsFileExamples#wrongMeaning")
  void whatIsWrongIsNamedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void hostileTextDoesNotFillTheTerminal() {
    assertThatThrownBy(
            () -> parse(ClientsFileExamples.and("\"delay\": \"" + "\\n".repeat(10_000) + "\"")))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .startsWith("config.json:2:10: \"delay\": '\\u000a")
        .endsWith("…")
        .hasLineCount(1)
        .hasSizeLessThan(3_000);
  }

  // ------------------------------------------------------------------- files

  private void assertUnreadable(Path file, String message) {
    assertThatThrownBy(() -> ClientsFile.read(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(file + message);
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    assertUnreadable(
        directory.resolve("none"),
        ": no such file (it should have a JSON object with \"clients\")");
    assertUnreadable(directory, ": is a directory, not a file of clients");
    assertUnreadable(
        Files.createFile(directory.resolve("empty")),
        ":1:1: the file is empty (it should have a JSON object with \"clients\")");
    assertUnreadable(
        Files.write(
            directory.resolve("latin1"), "\"Zürich\"".getBytes(StandardCharsets.ISO_8859_1)),
        ": is not UTF-8 text");
    assertUnreadable(
        Files.write(directory.resolve("large"), new byte[1024 * 1024 + 1]),
        ": is larger than 1 MiB");
  }
}
