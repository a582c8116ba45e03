package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Options on the command line go before CUTLINE_*, and that before what is fixed. */
class EnvironmentDefaultsTest {

  @Command(name = "x", mixinStandardHelpOptions = true)
  private static final class Example implements Runnable {

    @Option(
        names = {"-m", "--max-amount"},
        defaultValue = "100")
    private int maxAmount;

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--secret", hidden = true)
    private @Nullable String secret;

    @Parameters(arity = "0..1")
    private @Nullable String name;

    @Override
    public void run() {}
  }

  private static Example parse(Map<String, String> environment, String... args) {
    Example example = new Example();
    EnvironmentDefaults.of(new CommandLine(example), environment).parseArgs(args);
    return example;
  }

  @Test
  void whatIsSaidNowGoesFirst() {
    Map<String, String> environment = Map.of("CUTLINE_MAX_AMOUNT", "7");
    assertThat(parse(Map.of()).maxAmount).isEqualTo(100);
    assertThat(parse(environment).maxAmount).isEqualTo(7);
    assertThat(parse(environment, "-m", "8").maxAmount).isEqualTo(8);
  }

  @Test
  void anEmptyVariableIsNone() {
    assertThat(parse(Map.of("CUTLINE_MAX_AMOUNT", "")).maxAmount).isEqualTo(100);
  }

  @Test
  void aSwitchIsTrueOrFalse() {
    assertThat(parse(Map.of()).json).isFalse();
    assertThat(parse(Map.of("CUTLINE_JSON", "true")).json).isTrue();
    assertThat(parse(Map.of("CUTLINE_JSON", "false")).json).isFalse();
    assertThat(parse(Map.of("CUTLINE_JSON", "false"), "--json").json).isTrue();
    // A switch that is given is on, whatever the environment says.
    assertThat(parse(Map.of("CUTLINE_JSON", "true"), "--json").json).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> parse(Map.of("CUTLINE_MAX_AMOUNT", "many")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--max-amount")
        .hasMessageContaining("many");
  }

  @Test
  void helpHiddenOptionsAndParametersAreNotTakenFromTheEnvironment() {
    Example example =
        parse(
            Map.of(
                "CUTLINE_HELP",
                "true",
                "CUTLINE_VERSION",
                "true",
                "CUTLINE_SECRET",
                "x",
                "CUTLINE_NAME",
                "y"));
    assertThat(example.secret).isNull();
    assertThat(example.name).isNull();
  }
}
