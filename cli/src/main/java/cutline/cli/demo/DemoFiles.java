package cutline.cli.demo;

import cutline.console.log.WatchedLog;
import cutline.console.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What remains of the log of a demo. */
final class DemoFiles {

  private DemoFiles() {}

  /**
   * Writes it into a directory.
   *
   * @param lines what was said
   * @return the names of the files
   */
  static List<String> write(Path directory, WatchedLog log, String title, List<String> lines)
      throws IOException {
    List<String> files = new ArrayList<>();
    String picture = Report.picture(log);
    Files.writeString(directory.resolve("report.html"), Report.html(log, title, lines));
    files.add("report.html");
    if (picture != null) {
      Files.writeString(directory.resolve("cut.svg"), picture);
      files.add("cut.svg");
    }
    Files.writeString(directory.resolve("events.ndjson"), Report.events(log));
    files.add("events.ndjson");
    return files;
  }
}
