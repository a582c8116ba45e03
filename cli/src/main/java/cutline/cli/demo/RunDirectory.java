package cutline.cli.demo;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory of what remains of a demo. It is made when there is something to put into it. */
final class RunDirectory {

  private static final int MOST_RUNS = 10_000;

  private final Path runs;
  private final String name;
  private @Nullable Path made;

  /**
   * A directory of its own.
   *
   * @param runs where it is made
   * @param name what it is called, with a number behind it if there is one of that name
   */
  RunDirectory(Path runs, String name) {
    this.runs = runs;
    this.name = name;
  }

  /** Where it is, from now on. */
  synchronized Path make() throws IOException {
    Path directory = made;
    if (directory == null) {
      directory = makeNew();
      made = directory;
    }
    return directory;
  }

  private Path makeNew() throws IOException {
    Files.createDirectories(runs);
    for (int run = 1; ; run++) {
      try {
        return Files.createDirectory(runs.resolve(run == 1 ? name : name + "-" + run));
      } catch (FileAlreadyExistsException e) {
        if (run == MOST_RUNS) {
          throw e;
        }
      }
    }
  }
}
