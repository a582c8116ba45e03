package cutline.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What it is measured on, in a line. */
final class Machine {

  private Machine() {}

  static String describe(Path directory) throws IOException {
    return String.format(
        Locale.ROOT,
        "%d cores%s, %s %s, Java %s, files on %s, load %s",
        Runtime.getRuntime().availableProcessors(),
        field(Path.of("/proc/cpuinfo"), "model name").map(model -> " (" + model + ")").orElse(""),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        Files.getFileStore(directory).type(),
        load());
  }

  private static java.util.Optional<String> field(Path file, String name) {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static String load() {
    List<String> lines = lines(Path.of("/proc/loadavg"));
    return lines.isEmpty()
        ? "unknown"
        : lines.getFirst().substring(0, lines.getFirst().indexOf(' '));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
