package cutline.bank.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.core.ChannelOrder;
import cutline.fuzz.Texts;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever config.json is, it is a configuration, or an error of one line that says where. */
class ClientsFileFuzzTest {

  static Stream<byte[]> files() {
    return Stream.concat(
        Stream.of(Texts.example("config.json")),
        Stream.of(
                """
                {"$schema": "s", "clients": [{"id": "Zürich", "host": "::1", "port": 65535}],
                 "balance": 10, "interval": 0.25, "probability": 1e-9, "delay": "0s..5s",
                 "maxAmount": 9223372036854775807, "seed": -9223372036854775808, "transport": "tcp"}
                """,
                "{\"clients\": [{\"balance\": 0, \"port\": 9.1e3, \"host\": \"h\", \"id\": 7.0}]}",
                "{\"clients\": [{\"id\": 1, \"id\": 2}], // no\n}",
                "{\"interval\": \"10 s\", \"delay\": \"5s..1s\"}",
                "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
                "{\"\\ud800\": 1e9999999999}")
            .map(text -> text.getBytes(UTF_8)));
  }

  @MethodSource("files")
  @FuzzTest
  void aFileIsReadOrRefused(byte[] bytes) throws ConfigurationException {
    String text = Texts.of(bytes).orElse(null);
    if (text == null) {
      return;
    }
    ClientsConfig config;
    try {
      config = ClientsFile.parse("config.json", text);
    } catch (ConfigurationException e) {
      Texts.requireLine(e);
      assertThat(e).message().matches("config\\.json:\\d+:\\d+: .+");
      return;
    }
    assertThat(ClientsFile.parse("again", written(config))).isEqualTo(config);
  }

  private static String written(ClientsConfig config) {
    String clients =
        config.clients().stream()
            .map(client ->
                "{\"id\":\"%s\",\"host\":\"%s\",\"port\":%d,\"balance\":%d}"
                    .formatted(
                        escaped(client.member().name()),
                        escaped(client.member().host()),
                        client.member().port(),
                        client.balance()))
            .collect(Collectors.joining(","));
    return "{\"clients\":[%s],\"interval\":\"%s\",\"delay\":\"%s..%s\",\"probability\":%s,\"maxAmount\":%d%s%s}"
        .formatted(
            clients,
            Durations.text(config.interval()),
            Durations.text(config.delay().least()),
            Durations.text(config.delay().most()),
            config.probability(),
            config.maxAmount(),
            config.seed().isPresent() ? ",\"seed\":" + config.seed().getAsLong() : "",
            config.order().map(ClientsFileFuzzTest::transport).orElse(""));
  }

  private static String transport(ChannelOrder order) {
    return ",\"transport\":\"%s\"".formatted(order == ChannelOrder.FIFO ? "tcp" : "udp");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
    return escaped.toString();
  }
}
