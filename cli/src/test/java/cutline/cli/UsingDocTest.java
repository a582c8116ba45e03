package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.testing.ClientBank;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.cli.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/using.md shows is what the programs print. The comment before a transcript says what
 * must be running; what stands behind a prompt is typed; each other line must appear, in order,
 * with other numbers and names. Lines of channels are left out: who sends to whom is never the
 * same.
 */
class UsingDocTest {

  private static final Path DOCUMENT = Path.of("../docs/using.md");
  private static final Pattern TRANSCRIPT =
      Pattern.compile("<!-- (\\w+) -->\n```\n\\$ (.*)\n((?s:.*?))```\n");

  @TempDir private Path directory;

  private final List<AutoCloseable> running = new ArrayList<>();

  record Transcript(String setting, String command, List<String> lines) {

    @Override
    public String toString() {
      return command;
    }
  }

  static Stream<Transcript> transcripts() throws IOException {
    Matcher matcher = TRANSCRIPT.matcher(Files.readString(DOCUMENT));
    return matcher
        .results()
        .map(found ->
            new Transcript(found.group(1), found.group(2), found.group(3).lines().toList()));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : running.reversed()) {
      each.close();
    }
  }

  @Test
  void allTranscriptsAreChecked() throws IOException {
    assertThat(transcripts()).hasSize(6);
    assertThat(Files.readString(DOCUMENT).lines().filter(line -> line.startsWith("$ "))).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void theDocumentShowsWhatIsPrinted(Transcript transcript) throws Exception {
    List<String> command = prepare(transcript);
    Tmux terminal =
        Tmux.start(160, 50, directory, Map.of("CUTLINE_RUNTIME_DIR", run().toString()), command);
    running.add(terminal);
    int from = 0;
    for (String line : transcript.lines()) {
      if (line.startsWith("> ")) {
        terminal.line(line.substring(2));
      } else if (!line.contains("→")) {
        from = awaitShape(terminal, line, from) + 1;
      }
    }
  }

  private Path run() {
    return directory.resolve("run");
  }

  /** Waits for a line like this one below those that were found before. */
  private static int awaitShape(Tmux terminal, String line, int from) throws Exception {
    String wanted = shape(line);
    try {
      await().atMost(SocketBank.PATIENCE).until(() -> find(terminal, wanted, from) >= 0);
    } catch (ConditionTimeoutException e) {
      assertThat(shapes(terminal)).as("what is printed").contains(wanted);
      throw e;
    }
    return find(terminal, wanted, from);
  }

  private static int find(Tmux terminal, String wanted, int from) throws Exception {
    List<String> shapes = shapes(terminal);
    for (int index = from; index < shapes.size(); index++) {
      if (shapes.get(index).equals(wanted)) {
        return index;
      }
    }
    return -1;
  }

  private static List<String> shapes(Tmux terminal) throws Exception {
    return terminal.history().stream().map(UsingDocTest::shape).toList();
  }

  private static String shape(String line) {
    return line.replaceAll("\\d[\\d,.]*", "#")
        .replaceAll("# m?s\\b", "# s")
        .replace("transfers", "transfer")
        .replaceAll("\\b[A-D]\\b", "X")
        .replaceAll("\\s+", " ")
        .strip();
  }

  // ------------------------------------------------------------- what must run

  private List<String> prepare(Transcript transcript) throws Exception {
    String command = transcript.command();
    switch (transcript.setting()) {
      case "demo" -> {}
      case "alone" -> command = command.replace("9091", "" + FreePorts.one());
      case "branches" -> startBranches();
      case "bank" -> {
        startBranches();
        start("controller", "3000", "branches.txt", "--every", "20ms", "--delay", "0ms..300ms")
            .awaitOut(".*✓ exact");
      }
      case "clients" -> {
        ClientBank.write(
            directory.resolve("config.json"), "\"interval\": \"1h\", \"delay\": \"5s\"");
        start("client", "2");
        start("client", "3").awaitErr("Client 2 is there\\.");
      }
      default -> throw new AssertionError("what is " + transcript.setting());
    }
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
    String program = words.removeFirst();
    if (!program.equals("./cutline")) {
      words.addFirst(program.substring(2));
    }
    return Program.command(words.toArray(String[]::new));
  }

  private void startBranches() throws IOException {
    StringBuilder file = new StringBuilder();
    for (String name : List.of("A", "B", "C")) {
      int port = start("branch", name, "0", "--store", "memory").port();
      file.append("%s 127.0.0.1 %d\n".formatted(name, port));
    }
    Files.writeString(directory.resolve("branches.txt"), file);
  }

  private Program start(String... arguments) throws IOException {
    Program program =
        Program.start(
            directory, Map.of("CUTLINE_RUNTIME_DIR", run().toString()), Program.command(arguments));
    running.add(program);
    return program;
  }
}
