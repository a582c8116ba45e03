package cutline.cli.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.Said;
import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data directories that were copied, put back or mixed up: no money comes or goes by that. */
class WrongDataTest {

  private static final String IDLE = "24h";
  private static final String BUSY = "10ms";

  @TempDir private Path directory;
  private final List<Program> programs = new ArrayList<>();

  /** The bank's two branches, and the ports that they keep. */
  private Program a;

  private Program b;
  private int portOfA;
  private int portOfB;

  @BeforeEach
  void startBranches() throws IOException {
    portOfA = FreePorts.one();
    portOfB = FreePorts.one();
    a = branch("A", portOfA, "data/A");
    b = branch("B", portOfB, "data/B");
    a.port();
    b.port();
  }

  @AfterEach
  void close() {
    programs.forEach(Program::close);
  }

  private Program start(String... arguments) throws IOException {
    Program program = Program.start(directory, arguments);
    programs.add(program);
    return program;
  }

  private Program branch(String name, int port, String data) throws IOException {
    return start("branch", name, "" + port, "--quiet", "--data", data);
  }

  private void startBank(String every) throws Exception {
    Files.writeString(
        directory.resolve("branches.txt"),
        "A 127.0.0.1 %d\nB 127.0.0.1 %d\n".formatted(portOfA, portOfB));
    takeExactSnapshots(every);
  }

  private Program controller(String total, String every) throws IOException {
    return start(
        "controller",
        total,
        "branches.txt",
        "--every",
        every,
        "--delay",
        "20ms",
        "--interval",
        "100ms",
        "--count",
        "3");
  }

  private void takeExactSnapshots(String every) throws Exception {
    Program controller = controller("4000", every);
    assertThat(controller.exitCode()).as("%s", controller.out()).isZero();
    assertThat(controller.out()).filteredOn(line -> line.endsWith("4,000  ✓ exact")).hasSize(3);
  }

  private static void kill(Program branch) throws InterruptedException {
    branch.process().destroyForcibly().waitFor();
  }

  private void copy(String from, String to) throws IOException {
    Path source = directory.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      files.forEach(file -> copy(file, directory.resolve(to).resolve(source.relativize(file))));
    }
  }

  private static void copy(Path file, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the branches are connected, and nothing is under way between them. */
  private void awaitQuiet() {
    await()
        .atMost(SocketBank.PATIENCE)
        .until(() -> {
          Said status = Said.by("status", "--bank", "127.0.0.1:" + portOfB, "--json");
          return status.out().split("\"connected\":1,\"peers\":1,\"openSnapshots\":\\[]", -1).length
              == 3;
        });
  }

  /** Its peers have met the first one of the two, and nothing else tells them apart. */
  @Test
  void theSecondOfTwoWithTheSameDataEnds() throws Exception {
    startBank(IDLE);
    awaitQuiet();
    kill(a);
    copy("data/A", "clone");
    a = branch("A", portOfA, "data/A");
    awaitQuiet();
    Program clone = branch("A", 0, "clone");
    assertThat(clone.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    String second = "another process is known as A: this is a second one.*";
    assertThat(clone.err()).last().asString().matches("cutline branch: A stops: .*" + second);
    b.awaitErr("B refused a connection of A \\(.*" + second);
    takeExactSnapshots(IDLE);
    assertThat(a.process().isAlive()).isTrue();
  }

  /** The clone knows less than its peers, which do not let it in however often it comes. */
  @Test
  void aCloneOfABranchThatWentOnIsRefused() throws Exception {
    startBank(BUSY);
    kill(a);
    copy("data/A", "clone");
    a = branch("A", portOfA, "data/A");
    a.port();
    takeExactSnapshots(BUSY);
    Program clone = branch("A", 0, "clone");
    b.awaitErr("B refused a connection of A \\(.*: it has lost its state");
    clone.awaitErr("A was refused by .*: it has lost its state");
    takeExactSnapshots(BUSY);
    assertThat(a.process().isAlive()).isTrue();
    assertThat(b.process().isAlive()).isTrue();
  }

  @Test
  void anOldCopyThatIsPutBackIsRefusedUntilTheRightOneIsBack() throws Exception {
    startBank(BUSY);
    kill(a);
    copy("data/A", "old");
    a = branch("A", portOfA, "data/A");
    a.port();
    takeExactSnapshots(BUSY);
    kill(a);
    Program old = branch("A", portOfA, "old");
    b.awaitErr("B refused a connection of A \\(.*: it has lost its state");
    old.awaitErr("A was refused by .*: it has lost its state");
    Program snapshot =
        start("snapshot", "--bank", "127.0.0.1:" + portOfB, "--from", "B", "--timeout", "3s");
    assertThat(snapshot.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(snapshot.out()).noneMatch(line -> line.contains("exact"));
    kill(old);
    a = branch("A", portOfA, "data/A");
    a.port();
    takeExactSnapshots(BUSY);
  }

  @Test
  void aDirectoryBelongsToOneBranchAndOneProcess() throws Exception {
    startBank(IDLE);
    Program second = branch("A", 0, "data/A");
    assertThat(second.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(second.err())
        .singleElement()
        .asString()
        .endsWith(
            "data/A is locked: another process uses it; end that one first, or choose another"
                + " directory");
    kill(a);
    Program other = branch("B", 0, "data/A");
    assertThat(other.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    await()
        .atMost(SocketBank.PATIENCE)
        .untilAsserted(() ->
            assertThat(other.err())
                .last()
                .asString()
                .isEqualTo("cutline branch: data/A: it holds branch A, not B; use another --data"));
  }

  @Test
  void aBankThatWasStartedAgainKeepsItsTotal() throws Exception {
    startBank(IDLE);
    kill(a);
    kill(b);
    a = branch("A", portOfA, "data/A");
    b = branch("B", portOfB, "data/B");
    Program controller = controller("5000", IDLE);
    assertThat(controller.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(controller.err())
        .singleElement()
        .asString()
        .matches("cutline controller: [AB]: this bank holds \\$4,000; use a new --data");
    takeExactSnapshots(IDLE);
  }

  /** The branch cannot know; whoever asks it does. */
  @Test
  void anotherBanksDirectoryIsNamed() throws Exception {
    startBank(IDLE);
    kill(a);
    kill(b);
    copy("data/A", "first");
    b = branch("B", portOfB, "second/B");
    a = branch("A", portOfA, "second/A");
    Program dealt = controller("6000", IDLE);
    assertThat(dealt.exitCode()).isZero();
    kill(a);
    a = branch("A", portOfA, "first");
    a.awaitErr("A was refused by .*: they belong to different systems \\(.*");
    Program controller = controller("6000", IDLE);
    assertThat(controller.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(controller.err())
        .singleElement()
        .isEqualTo("cutline controller: A: this bank holds $4,000; use a new --data");
  }

  @Test
  void aBankGoesOnOverWhatItBeganWith() throws Exception {
    startBank(IDLE);
    kill(a);
    Program other = start("branch", "A", "" + portOfA, "--data", "data/A", "--transport", "udp");
    assertThat(other.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(other.err())
        .containsExactly(
            "cutline branch: data/A: its bank is over TCP; start it with --transport tcp, or with"
                + " another --data");
    branch("A", portOfA, "data/A").port();
    takeExactSnapshots(IDLE);
  }
}
