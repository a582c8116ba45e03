package cutline.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cutline.fuzz.Texts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is typed, it is an order to a branch that there is, or a sentence says why not. */
class DemoOrderFuzzTest {

  private static final List<String> BRANCHES = List.of("A", "Bern", "c");

  static Stream<byte[]> lines() {
    return Stream.of(
            "snapshot bern", "k C", "r", "b 1", "back 999999999", "n x", "snapsho", "q", "? ? ?")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("lines")
  @FuzzTest
  void aLineIsAnOrderOrWrong(byte[] bytes) {
    switch (DemoOrder.parse(new String(bytes, UTF_8), BRANCHES)) {
      case DemoOrder.Wrong(String sentence) -> {
        Texts.requireLine(sentence);
        assertThat(sentence).hasSizeLessThan(200);
      }
      case DemoOrder.Kill(String branch) -> assertThat(BRANCHES).contains(branch);
      case DemoOrder.Restart(String branch) -> assertThat(BRANCHES).contains(branch);
      case DemoOrder.Back(int number) -> assertThat(number).isNotNegative();
      case DemoOrder.Snapshot(String initiator) -> {
        if (initiator != null) {
          assertThat(BRANCHES).contains(initiator);
        }
      }
      default -> {}
    }
  }
}
