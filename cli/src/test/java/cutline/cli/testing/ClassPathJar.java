package cutline.cli.testing;

import cutline.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Programs as jars that have nothing of their own: they name the class path of the tests. */
public final class ClassPathJar {

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
        Arrays.stream(
                System.getProperty("java.class.path").split(System.getProperty("path.separator")))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try {
      Path file = Files.createTempFile("cutline-class-path", ".jar");
      file.toFile().deleteOnExit();
      new JarOutputStream(Files.newOutputStream(file), manifest).close();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
