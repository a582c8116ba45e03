package cutline.rocksdb;

import static java.nio.file.StandardOpenOption.WRITE;

import cutline.rocksdb.LogFile.End;
import cutline.runtime.Store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks, before RocksDB opens a directory, for what RocksDB would pass over in silence: a file that
 * is gone, and a log that is damaged where RocksDB takes the damage for its end.
 */
final class Integrity {

  private static final Pattern CURRENT = Pattern.compile("(MANIFEST-\\d{6,18})\n");

  /** The manifest of a database that is being made; its first log comes after it. */
  private static final String FIRST_MANIFEST = "MANIFEST-000001";

  private final Path directory;
  private final List<Path> logs = new ArrayList<>();

  /** Whether there are files that a database has only when it was made completely. */
  private boolean wasMade;

  private Integrity(Path directory) throws IOException {
    this.directory = directory;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{6,18}\\.log")) {
          logs.add(file);
        }
        wasMade |= name.endsWith(".sst") || name.endsWith(".log");
        wasMade |= name.startsWith("MANIFEST-") && !name.equals(FIRST_MANIFEST);
      }
    }
    logs.sort((a, b) -> Long.compare(number(a), number(b)));
  }

  private static long number(Path log) {
    String name = log.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  /**
   * Checks a directory that nobody uses, and cuts off a record that was not written in full.
   *
   * @throws StoreException if anything else is missing or damaged
   */
  static void check(Path directory, Consumer<String> report) throws IOException, StoreException {
    Integrity integrity = new Integrity(directory);
    integrity.checkManifest();
    integrity.checkLogs(report);
  }

  private void checkManifest() throws IOException, StoreException {
    Path current = directory.resolve("CURRENT");
    if (!Files.exists(current)) {
      if (wasMade) {
        throw Trouble.damaged(current + " is missing");
      }
      return;
    }
    String line = new String(Files.readAllBytes(current), StandardCharsets.ISO_8859_1);
    Matcher named = CURRENT.matcher(line);
    if (!named.matches()) {
      throw Trouble.damaged(current + " is corrupt");
    }
    Path manifest = directory.resolve(named.group(1));
    if (!Files.exists(manifest)) {
      throw Trouble.damaged(manifest + " is missing");
    }
    if (logs.isEmpty() && !named.group(1).equals(FIRST_MANIFEST)) {
      throw Trouble.damaged("the log in " + directory + " is missing");
    }
    LogFile read = LogFile.read(manifest);
    // What a manifest tells last may be where the data is; without it, RocksDB deletes the data.
    if (read.end() == End.TORN || read.end() == End.CORRUPT) {
      throw Trouble.damaged(manifest + " is corrupt at offset " + read.damage());
    }
  }

  private void checkLogs(Consumer<String> report) throws IOException, StoreException {
    boolean last = true;
    for (Path log : logs.reversed()) {
      LogFile read = LogFile.read(log);
      if (read.end() == End.CORRUPT || (read.end() != End.CLEAN && !last)) {
        throw Trouble.damaged(log + " is corrupt at offset " + read.damage());
      }
      if (read.end() != End.CLEAN) {
        cut(log, read.intact());
        report.accept(
            "%s: the last commit was not written in full and was removed, %d bytes at offset %d"
                .formatted(log, read.size() - read.intact(), read.intact()));
      }
      last &= read.intact() == 0;
    }
  }

  private static void cut(Path log, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(log, WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
  }
}
