package cutline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol keeps its laws, each mistake breaks one, and what should happen can happen. */
class SpecificationTest {

  private static final Duration SHORT = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofHours(2);

  static List<Path> clean() {
    return Tlc.configurations("clean");
  }

  static List<Path> mistakes() {
    return Tlc.configurations("mistakes");
  }

  static List<Path> goals() {
    return Tlc.configurations("goals");
  }

  static List<Path> larger() {
    return Tlc.configurations("long");
  }

  @ParameterizedTest
  @MethodSource("clean")
  void theProtocolKeepsItsLaws(Path configuration) throws Exception {
    assertKeepsItsLaws(configuration, SHORT);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("larger")
  void theProtocolKeepsItsLawsInLargerSystems(Path configuration) throws Exception {
    assertKeepsItsLaws(configuration, LONG);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeBreaksItsLaw(Path configuration) throws Exception {
    assertBreaks(configuration);
  }

  @ParameterizedTest
  @MethodSource("goals")
  void whatShouldHappenCanHappen(Path configuration) throws Exception {
    assertBreaks(configuration);
  }

  private static void assertKeepsItsLaws(Path configuration, Duration most) throws Exception {
    Tlc tlc = Tlc.exhaust(configuration, most);
    assertThat(tlc.broken()).as(tlc.output()).isEmpty();
    assertThat(tlc.finished()).as(tlc.output()).isTrue();
  }

  private static void assertBreaks(Path configuration) throws Exception {
    Tlc tlc = Tlc.find(configuration, SHORT);
    assertThat(tlc.broken()).as(tlc.output()).contains(Tlc.onlyLaw(configuration));
  }
}
