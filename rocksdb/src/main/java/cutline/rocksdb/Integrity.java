package cutline.rocksdb;

import cutline.rocksdb.LogFile.End;
import cutline.runtime.Store.StoreException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks, before RocksDB opens a directory, for what RocksDB would pass over in silence: a file that
 * is gone, a log that is damaged where RocksDB takes the damage for its end, and a log or manifest
 * of another directory or of earlier times.
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
    logs.sort(Comparator.comparingLong(Logs::number));
  }

  /**
   * Checks a directory that nobody uses, and cuts off a record that was not written in full.
   *
   * @throws StoreException if anything else is missing or damaged
   */
  static void check(Path directory, Consumer<String> report) throws IOException, StoreException {
    Integrity integrity = new Integrity(directory);
    Path current = directory.resolve("CURRENT");
    if (Files.exists(current)) {
      Logs.check(integrity.logs, integrity.checkManifest(current), report);
    } else if (integrity.wasMade) {
      throw Trouble.damaged(current + " is missing");
    }
  }

  /**
   * What RocksDB calls the database in a directory, in its manifest and in a file of its own.
   *
   * @throws StoreException if it has no name
   */
  static byte[] identity(Path directory) throws IOException, StoreException {
    Path identity = directory.resolve("IDENTITY");
    if (!Files.exists(identity)) {
      throw Trouble.damaged(identity + " is missing");
    }
    return new String(Files.readAllBytes(identity), StandardCharsets.ISO_8859_1)
        .strip()
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private Manifest checkManifest(Path current) throws IOException, StoreException {
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
    Manifest told = new Manifest();
    LogFile read;
    try {
      read = LogFile.read(manifest, (_, record) -> told.apply(record));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw Trouble.damaged(manifest + " is not a manifest");
    }
    // What a manifest tells last may be where the data is; without it, RocksDB deletes the data.
    if (read.end() == End.TORN || read.end() == End.CORRUPT) {
      throw Trouble.damaged(manifest + " is corrupt at offset " + read.damage());
    }
    if (!Arrays.equals(told.identity(), identity(directory))) {
      throw Trouble.damaged(manifest + " belongs to another directory");
    }
    return told;
  }
}
