package cutline.cli.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.bank.config.Durations;
import cutline.bank.domain.DurationRange;
import cutline.cli.command.HostPort;
import cutline.core.SnapshotId;
import cutline.simulation.Faults;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.TypeConversionException;

/** Whatever stands behind an option, it is read as it is written again, or refused in a line. */
class OptionsFuzzTest {

  static Stream<byte[]> values() {
    return Stream.of(
            "200ms",
            "86400.000000000s",
            "4.0006001s",
            "0.5us..1.25h",
            "1..1000",
            "999999999999999999..999999999999999999",
            "[fe80::1%eth0]:9091",
            "localhost:65535",
            "crash,loss=2.5",
            "all",
            "A.b.1.7")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("values")
  @FuzzTest
  void aValueIsReadOrRefused(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    same(text, Durations::parse, Durations::text);
    same(text, Durations::parseRange, OptionsFuzzTest::text);
    same(text, SnapshotId::parse, SnapshotId::toString);
    same(text, Faults::parse, Faults::toString);
    same(text, new SeedRange.Converter()::convert, seeds -> seeds.from() + ".." + seeds.to());
    same(text, new HostPort()::convert, OptionsFuzzTest::text);
  }

  private static String text(DurationRange range) {
    Duration least = range.least();
    return Durations.text(least) + ".." + Durations.text(range.most());
  }

  private static String text(InetSocketAddress address) {
    return HostPort.text(address.getHostString(), address.getPort());
  }

  private static <T> void same(String text, Function<String, T> read, Function<T, String> written) {
    T value;
    try {
      value = read.apply(text);
    } catch (IllegalArgumentException | TypeConversionException e) {
      return; // Whoever reads such values makes the line of it.
    }
    assertThat(read.apply(written.apply(value))).isEqualTo(value);
  }
}
