package cutline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:9091, localhost, 9091",
    "127.0.0.1:1, 127.0.0.1, 1",
    "[::1]:65535, ::1, 65535",
    "[fe80::1%eth0]:9091, fe80::1%eth0, 9091",
    "a-b.example:80, a-b.example, 80"
  })
  void anAddressIsAHostAndAPort(String text, String host, int port) {
    InetSocketAddress address = new HostPort().convert(text);
    assertThat(address.getHostString()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
    assertThat(HostPort.text(host, port)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        ":1",
        "x:",
        "x:y",
        "::1:9091",
        "[::1]",
        "[]:1",
        "[x]:1",
        "a b:1",
        "x:1:2"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new HostPort().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is not HOST:PORT (such as localhost:9091 or [::1]:9091)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, 99_999})
  void aPortHasItsRange(int port) {
    assertThatThrownBy(() -> new HostPort().convert("x:" + port))
        .hasMessage("port " + port + " is not between 1 and 65535");
  }

  @Test
  void noNumberIsTooLong() {
    assertThatThrownBy(() -> new HostPort().convert("x:999999999999999999999"))
        .isInstanceOf(TypeConversionException.class);
  }
}
