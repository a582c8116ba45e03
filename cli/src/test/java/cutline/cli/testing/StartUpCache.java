package cutline.cli.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that every start of the program needs, read and linked beforehand: much of what tests
 * of processes take is that these start.
 */
final class StartUpCache {

  private StartUpCache() {}

  /**
   * What a JVM is told, so that it uses them.
   *
   * @param java it, with all else that it is told
   * @return nothing if it cannot
   */
  static List<String> of(Path jar, List<String> java) {
    try {
      Path cache = ClassPathJar.temporary(".aot");
      List<String> command = new ArrayList<>(java);
      command.add("-XX:AOTCacheOutput=" + cache);
      command.addAll(List.of("-cp", jar.toString(), "cutline.cli.StartUpTraining"));
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return cache.toFile().length() > 0 ? List.of("-XX:AOTCache=" + cache) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
