package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people see, word by word. A transcript has lines {@code $ command}, then what the command
 * wrote to standard output (indented) and to standard error (behind {@code !}), and its exit code
 * (behind {@code =}). A line {@code @ NAME TEXT} makes a file in {@code $DIR}.
 *
 * <p>With {@code -Dcutline.transcripts=rewrite} the transcripts are rewritten as they are now, for
 * a person to read the difference.
 */
class TranscriptTest {

  private static final Path TRANSCRIPTS = Path.of("src/test/resources/cutline/cli");
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

  private final Instant first = Instant.now().minusSeconds(1_000);

  @TempDir private Path directory;
  private int written;

  private final Map<String, String> placeholders = new LinkedHashMap<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help.txt",
        "usage.txt",
        "branches-file.txt",
        "network.txt",
        "client.txt",
        "attach.txt",
        "snapshots.txt",
        "scenarios.txt",
        "explore.txt"
      })
  void transcript(String name) throws IOException {
    Path file = TRANSCRIPTS.resolve(name);
    String transcript = Files.readString(file);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      placeholders.put("$DIR", directory.toString());
      placeholders.put("$TAKEN", "" + taken.getLocalPort());
      placeholders.put("$FREE", "" + FreePorts.one());
      String now = replay(transcript);
      if ("rewrite".equals(System.getProperty("cutline.transcripts"))) {
        Files.writeString(file, now);
      }
      assertThat(now).isEqualTo(transcript);
    }
  }

  private String replay(String transcript) throws IOException {
    StringBuilder now = new StringBuilder();
    for (String line : transcript.lines().toList()) {
      if (line.startsWith("$ ")) {
        now.append(line).append('\n');
        run(line.substring(2), now);
      } else if (line.startsWith("@ ")) {
        now.append(line).append('\n');
        write(line.substring(2));
      } else if (line.isEmpty() || line.startsWith("#")) {
        now.append(line).append('\n');
      }
    }
    return now.toString();
  }

  private void write(String line) throws IOException {
    String[] nameAndText = line.split(" ", 2);
    String text =
        nameAndText.length < 2 ? "" : withoutPlaceholders(nameAndText[1]).translateEscapes();
    Path file = directory.resolve(nameAndText[0]);
    Files.writeString(file, text);
    // One after the other, however fast: what is listed by age has an order.
    Files.setLastModifiedTime(file, FileTime.from(first.plusSeconds(++written)));
  }

  private void run(String command, StringBuilder now) {
    List<String> arguments = new ArrayList<>();
    Matcher argument = ARGUMENT.matcher(command);
    while (argument.find()) {
      String text = argument.group(1) == null ? argument.group(2) : argument.group(1);
      arguments.add(withoutPlaceholders(text));
    }
    assertThat(arguments.removeFirst()).isEqualTo("cutline");
    Said said = Said.by(arguments.toArray(String[]::new));
    said.out()
        .lines()
        .forEach(line -> now.append("  ").append(withPlaceholders(line)).append('\n'));
    said.err()
        .lines()
        .forEach(line -> now.append("! ").append(withPlaceholders(line)).append('\n'));
    now.append("= ").append(said.exitCode()).append('\n');
  }

  private String withoutPlaceholders(String text) {
    String replaced = text;
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      replaced = replaced.replace(placeholder.getKey(), placeholder.getValue());
    }
    return replaced;
  }

  private String withPlaceholders(String text) {
    String replaced = text;
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      replaced = replaced.replace(placeholder.getValue(), placeholder.getKey());
    }
    return replaced.stripTrailing();
  }
}
