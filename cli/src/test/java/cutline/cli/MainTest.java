package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Said;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void whatIsWrongIsOneLineHoweverLongTheWordsAre() {
    Said said = Said.by("controller", "\u001b[2J\n" + "x".repeat(100_000), "branches.txt");
    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err().lines()).hasSize(2);
    assertThat(said.err())
        .startsWith(
            "cutline controller: Invalid value for positional parameter at index 0 (TOTAL): ' [2J ")
        .endsWith("xxx …\nSee cutline controller --help\n")
        .hasSizeLessThan(2_100);
  }

  /** `MAX` dollars and no more; a sign is no digit, and other scripts' digits are none. */
  @Test
  void numbersAreWhole() {
    for (String number : new String[] {"", " 5", "+5", "5.0", "1e3", "0x10", "٥", "--5"}) {
      Said said = Said.by("controller", "--", number, "branches.txt");
      assertThat(said.exitCode()).as(number).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).as(number).contains("'" + number + "' is not a whole number");
    }
    Said largest = Said.by("controller", "9223372036854775807", "no such file");
    assertThat(largest.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
  }
}
