package cutline.cli.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several branches in one process, behind one port. */
class HostedBranchesTest {

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

  private Program host(String names, int port, String data, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("branch", names, "" + port, "--data", data));
    arguments.addAll(List.of(options));
    return start(arguments.toArray(String[]::new));
  }

  private void writeFile(String... lines) throws IOException {
    Files.writeString(directory.resolve("branches.txt"), String.join("\n", lines));
  }

  private Program controller(String total, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("controller", total, "branches.txt"));
    arguments.addAll(List.of("--interval", "100ms"));
    arguments.addAll(List.of(options));
    return start(arguments.toArray(String[]::new));
  }

  private void takeExactSnapshots(String total, int count, String... more) throws Exception {
    List<String> options =
        new ArrayList<>(List.of("--count", "" + count, "--every", "5ms", "--delay", "0ms..40ms"));
    options.addAll(List.of(more));
    Program controller = controller(total, options.toArray(String[]::new));
    assertThat(controller.exitCode()).as("%s", controller.err()).isZero();
    assertThat(controller.out()).filteredOn(line -> line.endsWith("✓ exact")).hasSize(count);
    assertThat(controller.err())
        .last()
        .asString()
        .startsWith("%1$d snapshots: %1$d exact, ".formatted(count))
        .doesNotContain(", 0 with money in flight");
  }

  private static void kill(Program host) throws InterruptedException {
    host.process().destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @EnumSource
  void branchesOfTwoHostsMakeABank(Protocol protocol) throws Exception {
    String[] transport = {"--transport", protocol.word()};
    Program one = host("A,C", 0, "one", transport);
    Program two = host("B,D", 0, "two", transport);
    int portOfOne = one.port();
    writeFile("A,C 127.0.0.1 " + portOfOne, "B,D localhost " + two.port());
    takeExactSnapshots("4001", 3, transport);
    String listening = " listening on %s, ".formatted(protocol.at("" + portOfOne));
    assertThat(one.err())
        .startsWith(
            "A%swaiting for controller".formatted(listening),
            "C%swaiting for controller".formatted(listening))
        .contains("A is one of 4 branches of a bank of $4,001, with $1,001");
    one.awaitErr("A sent \\$\\d+ to C\\..*").awaitErr("C received \\$\\d+ from A\\..*");
    one.awaitErr("A sent \\$\\d+ to D\\..*").awaitErr("C received \\$\\d+ from B\\..*");
    assertThat(directory.resolve("one")).isDirectoryContaining("glob:**/A");
    assertThat(directory.resolve("one")).isDirectoryContaining("glob:**/C");

    kill(one);
    Program again = host("A,C", portOfOne, "one", transport);
    again.awaitErr("C\\Q%s\\Egoing on".formatted(listening));
    takeExactSnapshots("4001", 3, transport);
    Program snapshot =
        start("snapshot", "--bank", "localhost:" + two.port(), "--transport", protocol.word());
    assertThat(snapshot.exitCode()).as("%s", snapshot.err()).isZero();
    assertThat(snapshot.out()).last().asString().endsWith("4,001  ✓ exact");

    assertThat(again.signal("TERM").exitCode()).isEqualTo(143);
    // C may send something behind the end of A.
    assertThat(again.err())
        .filteredOn(line -> line.matches("[AC] stopped\\. Balance: \\$[\\d,]+"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("A "), line -> assertThat(line).startsWith("C "));
  }

  @Test
  void eachBranchHasALogOfItsOwn() throws Exception {
    Program host = host("A,B", 0, "data", "--log", "log", "--quiet");
    writeFile("A,B 127.0.0.1 " + host.port());
    takeExactSnapshots("2000", 3);
    assertThat(host.signal("INT").exitCode()).isEqualTo(130);
    Program collect = start("collect", "log.A", "log.B", "--output", "all");
    assertThat(collect.exitCode()).as("%s", collect.err()).isZero();
    Program replay = start("replay", "--quiet", "all");
    assertThat(replay.exitCode()).as("%s", replay.out()).isZero();
    assertThat(replay.out()).filteredOn(line -> line.endsWith("✓ consistent")).hasSize(3);
  }

  @Test
  void aBranchThatIsNotThereIsNamed() throws Exception {
    Program host = host("A,B", 0, "data");
    int port = host.port();
    writeFile("A,X 127.0.0.1 " + port);
    Program controller = controller("2000", "--timeout", "3s");
    assertThat(controller.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(controller.err())
        .last()
        .asString()
        .endsWith("from X (127.0.0.1:%1$d): 127.0.0.1:%1$d: X is not here: A, B".formatted(port));
  }

  /** The clones of both branches are refused; that the first one stops is the end of the other. */
  @Test
  void theEndOfOneBranchIsTheEndOfItsHost() throws Exception {
    Program host = host("A,B", 0, "data");
    int port = host.port();
    Program other = host("C", 0, "other");
    writeFile("A,B 127.0.0.1 " + port, "C 127.0.0.1 " + other.port());
    Program deal = controller("3000", "--count", "1", "--every", "1h");
    assertThat(deal.exitCode()).isZero();
    awaitQuiet(port);
    kill(host);
    copy("data", "clone");
    host = host("A,B", port, "data");
    awaitQuiet(port);
    Program clone = host("A,B", 0, "clone");
    assertThat(clone.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(clone.err())
        .last()
        .asString()
        .matches("cutline branch: [AB] stops: .*: this is a second one.*");
    assertThat(host.process().isAlive()).isTrue();
  }

  /** Waits until the branches are connected, and nothing is under way between them. */
  private void awaitQuiet(int port) {
    await()
        .atMost(SocketBank.PATIENCE)
        .until(() -> {
          Program status = start("status", "--bank", "127.0.0.1:" + port, "--json");
          status.exitCode();
          return String.join("", status.out())
                  .split("\"connected\":2,\"peers\":2,\"openSnapshots\":\\[]", -1)
                  .length
              == 4;
        });
  }

  private void copy(String from, String to) throws IOException {
    Path source = directory.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copy(file, directory.resolve(to).resolve(source.relativize(file))));
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

  @Tag("long")
  @Test
  void sixtyFourBranchesOnFourHosts() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int host = 0; host < 4; host++) {
      int number = host;
      String names =
          IntStream.range(0, 16)
              // Dealt out, so that each host dials each other one.
              .mapToObj(branch -> "P%02d".formatted(4 * branch + number))
              .collect(Collectors.joining(","));
      Program program = start("branch", names, "0", "--store", "memory", "--quiet");
      lines.add(names + " 127.0.0.1 " + program.port());
    }
    writeFile(lines.toArray(String[]::new));
    takeExactSnapshots("64000", 5);
  }
}
