package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell offers when somebody presses Tab. */
class CompletionTest {

  @TempDir private Path directory;

  @BeforeEach
  void script() throws IOException {
    Said said = Said.by("generate-completion");
    assertThat(said.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(said.err()).isEmpty();
    Files.writeString(directory.resolve("script"), said.out());
  }

  private List<String> offered(String... words) throws Exception {
    String typed = "'" + String.join("' '", words) + "'";
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                """
                . ./script || exit
                complete -p cutline >/dev/null || exit
                COMP_WORDS=(%s)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE="${COMP_WORDS[*]}"
                COMP_POINT=${#COMP_LINE}
                function=$(complete -p cutline | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                $function 2>/dev/null # It is not Bash that calls it.
                printf '%%s\\n' "${COMPREPLY[@]}"
                """
                    .formatted(typed))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "snapshots, snapshots",
    "st, status",
    "w, watch",
    "k, kill",
    "res, restart",
    "ru, run",
    "rep, replay",
    "expo, export",
    "expl, explore",
    "cont, controller"
  })
  void commandsAreCompleted(String typed, String command) throws Exception {
    assertThat(offered("cutline", typed)).containsExactly(command);
  }

  @Test
  void optionsAreCompleted() throws Exception {
    assertThat(offered("cutline", "snapshot", "--"))
        .contains("--bank", "--from", "--json", "--timeout", "--color");
    assertThat(offered("cutline", "--color", "a"))
        .contains("auto", "always")
        .doesNotContain("never");
  }
}
