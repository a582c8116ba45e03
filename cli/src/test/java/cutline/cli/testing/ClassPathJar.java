package cutline.cli.testing;

import cutline.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs as jars that have nothing of their own: they name the class path of the tests, with jars
 * for its directories, since a JVM caches no classes that come from a directory.
 */
public final class ClassPathJar {

  private static final Path DIRECTORY = directory();
  private static final List<Path> CLASS_PATH = classPath();
  private static final Path FILE = of(Main.class);

  private ClassPathJar() {}

  /** Cutline's jar. */
  static Path file() {
    return FILE;
  }

  /** A jar that runs a class, as long as this JVM runs. */
  public static Path of(Class<?> main) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        CLASS_PATH.stream().map(ClassPathJar::relative).collect(Collectors.joining(" ")));
    try {
      Path file = temporary(".jar");
      new JarOutputStream(Files.newOutputStream(file), manifest).close();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a jar that is named by an absolute path, a JVM caches no classes either. */
  private static String relative(Path jar) {
    try {
      return new URI(null, null, DIRECTORY.relativize(jar).toString(), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("cutline-class-path").toRealPath();
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removed when this JVM ends, as everything there. */
  static Path temporary(String suffix) throws IOException {
    Path file = Files.createTempFile(DIRECTORY, "", suffix);
    file.toFile().deleteOnExit();
    return file;
  }

  private static List<Path> classPath() {
    List<Path> jars = new ArrayList<>();
    try {
      for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        if (Files.exists(Path.of(each))) {
          Path entry = Path.of(each).toRealPath();
          jars.add(Files.isDirectory(entry) ? jar(entry) : entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }

  private static Path jar(Path classes) throws IOException {
    Path file = temporary(".jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, jar);
      }
    }
    return file;
  }
}
