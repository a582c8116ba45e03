package cutline.cli.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where to find what people would use instead.
 *
 * @param postgresql the directory of PostgreSQL's programs, or null to look for it
 * @param flink the jar that is made from {@code peers/flink}, or null for where it is made
 */
record Peers(@Nullable Path postgresql, @Nullable Path flink) {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final List<String> PROGRAMS =
      List.of("initdb", "pg_ctl", "postgres", "psql", "pgbench");

  /** From the directory of Cutline's jar, or of its classes. */
  private static final String FLINK = "../../peers/flink/target/flink.jar";

  /** The directory of PostgreSQL's programs, if they are all there; the newest version. */
  Optional<Path> postgresqlPrograms() throws IOException {
    return (postgresql == null ? directories() : List.of(postgresql))
        .stream()
            .filter(directory ->
                PROGRAMS.stream()
                    .allMatch(program -> Files.isExecutable(directory.resolve(program))))
            .findFirst();
  }

  private static List<Path> directories() throws IOException {
    List<Path> directories = new ArrayList<>();
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions
            .sorted(Comparator.comparingInt(Peers::major).reversed())
            .forEach(version -> directories.add(version.resolve("bin")));
      }
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      directories.add(Path.of(directory));
    }
    return directories;
  }

  private static int major(Path version) {
    String digits = version.getFileName().toString().replaceFirst("\\D.*", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** Where Flink's jar is when it has been made. */
  Path flinkJar() throws URISyntaxException {
    if (flink != null) {
      return flink;
    }
    URI own = Peers.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(own).resolveSibling(FLINK).normalize();
  }
}
