package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A branch whose disk is full stops in order, says so in one line, and goes on with everything when
 * there is room again.
 */
class FullDiskTest {

  private static final String STOPPED =
      "cutline branch: A stops: its state could not be made durable: cannot write to the store in"
          + " (\\S+): .*No space left on device; make room on that disk";

  @TempDir private Path directory;
  private final List<Program> programs = new ArrayList<>();
  private int portOfA;

  @BeforeEach
  void choosePort() throws IOException {
    portOfA = FreePorts.one();
  }

  @AfterEach
  void close() {
    programs.forEach(Program::close);
  }

  private Program start(List<String> command) throws IOException {
    Program program = Program.start(directory, Map.of(), command);
    programs.add(program);
    return program;
  }

  private String[] branchA(String data) {
    return new String[] {"branch", "A", "" + portOfA, "--quiet", "--data", data};
  }

  private void startB() throws IOException {
    Program b = start(Program.command("branch", "B", "0", "--quiet", "--data", "data/B"));
    Files.writeString(
        directory.resolve("branches.txt"),
        "A 127.0.0.1 %d\nB 127.0.0.1 %d\n".formatted(portOfA, b.port()));
  }

  private void takeExactSnapshots() throws Exception {
    Program controller =
        start(
            Program.command(
                "controller",
                "4000",
                "branches.txt",
                "--every",
                "2ms",
                "--delay",
                "20ms",
                "--interval",
                "100ms",
                "--count",
                "5"));
    assertThat(controller.exitCode()).as("%s", controller.out()).isZero();
    assertThat(controller.out()).filteredOn(line -> line.endsWith("4,000  ✓ exact")).hasSize(5);
  }

  @Test
  void isSaidInALineAndCostsNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
    Program a = start(Program.command(FillingDisk.class, branchA("data/A")));
    a.port();
    startB();
    takeExactSnapshots();
    a.endInput();
    assertThat(a.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(a.err()).last().asString().matches(STOPPED);
    assertThat(a.err()).filteredOn(line -> line.contains("No space left")).hasSize(1);
    assertThat(a.err()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));

    start(Program.command(branchA("data/A"))).awaitErr("A goes on as one of 2 branches .*");
    takeExactSnapshots();
  }

  /** A disk of 4 MiB that really fills, on Linux where users may mount such. */
  @Test
  @Tag("long")
  void aRealOneIsSaidInALineAndCostsNothing() throws Exception {
    Files.createDirectory(directory.resolve("disk"));
    String mount = "mount -t tmpfs -o size=4m none disk";
    assumeTrue(succeeds("unshare", "-rm", "sh", "-c", mount), "no file system can be mounted here");
    String script =
        mount
            + " && head -c 3000000 /dev/zero > disk/filler && \"$@\"; echo \"first: $?\" >&2;"
            + " \"$@\"; echo \"second: $?\" >&2; rm disk/filler; exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
    command.addAll(Program.command(branchA("disk/A")));
    Program a = start(command);
    a.port();
    startB();
    takeExactSnapshots();
    a.awaitErr("second: " + ExitCode.CONFIGURATION);
    System.out.println(String.join("\n", a.err()));
    assertThat(a.err()).filteredOn(line -> line.matches(STOPPED)).hasSize(1);
    assertThat(a.err())
        .filteredOn(
            line -> line.startsWith("cutline branch: ") && line.endsWith("make room on that disk"))
        .hasSize(2);
    assertThat(a.err()).contains("first: " + ExitCode.CONFIGURATION);
    assertThat(a.err()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    a.awaitErr("A goes on as one of 2 branches .*");
    takeExactSnapshots();
  }

  private boolean succeeds(String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
