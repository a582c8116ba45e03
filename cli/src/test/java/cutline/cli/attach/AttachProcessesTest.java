package cutline.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about a bank of processes, from another terminal. */
class AttachProcessesTest {

  @TempDir private Path directory;
  private final List<Program> programs = new ArrayList<>();

  @AfterEach
  void close() {
    programs.forEach(Program::close);
  }

  private Program start(String... arguments) throws IOException {
    Program program = Program.start(directory, arguments);
    programs.add(program);
    return program;
  }

  private Program ended(int exitCode, String... arguments) throws Exception {
    Program program = start(arguments);
    assertThat(program.exitCode()).as("%s: %s", program.out(), program.err()).isEqualTo(exitCode);
    return program;
  }

  @Test
  void aBankIsFoundAsLongAsItsControllerRunsAndAsksForWhatIsLeft() throws Exception {
    Program a = start("branch", "A", "0", "--quiet");
    Program b = start("branch", "B", "0", "--quiet");
    Files.writeString(
        directory.resolve("branches.txt"),
        "A 127.0.0.1 %d\nB 127.0.0.1 %d\n".formatted(a.port(), b.port()));
    Program controller =
        start("controller", "2000", "branches.txt", "--interval", "1h", "--every", "20ms");
    controller.awaitOut(".*✓ exact");
    assertThat(ended(ExitCode.OK, "status").out()).hasSize(5);
    assertThat(ended(ExitCode.OK, "snapshot").out()).last().asString().endsWith("✓ exact");

    b.process().destroyForcibly().waitFor();
    assertThat(ended(ExitCode.INCOMPLETE, "status").out())
        .anyMatch(line -> line.matches("  A .* started .* 0/1 .*"))
        .anyMatch(line -> line.matches("  B .* not reachable \\(nobody listens at .*\\)"))
        .last()
        .asString()
        .endsWith(" of $2,000, without B");
    Program incomplete = ended(ExitCode.INCOMPLETE, "snapshot", "--timeout", "3s");
    assertThat(incomplete.out())
        .containsExactly("Snapshot 1  INCOMPLETE: no report from B. Not a result.");
    assertThat(incomplete.err()).isEmpty();
    assertThat(ended(ExitCode.INCOMPLETE, "snapshot", "--timeout", "3s", "--from", "B").out())
        .first()
        .asString()
        .startsWith("Snapshot 1  INCOMPLETE: no answer from B (nobody listens at ");

    assertThat(controller.signal("TERM").exitCode()).isEqualTo(ExitCode.TERMINATED);
    assertThat(ended(ExitCode.NETWORK, "status").err())
        .containsExactly(
            "cutline status: you run no bank here: start one with `cutline demo`,"
                + " or name a member of one with --bank HOST:PORT");
    assertThat(ended(ExitCode.INCOMPLETE, "status", "--bank", "127.0.0.1:" + a.port()).out())
        .hasSize(5);
  }
}
