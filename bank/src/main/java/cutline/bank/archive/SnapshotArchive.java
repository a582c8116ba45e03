package cutline.bank.archive;

import cutline.bank.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of completed snapshots, a file each (docs/formats.md). Several processes may use it
 * at the same time.
 */
public final class SnapshotArchive {

  private static final int MAX_BYTES = 64 * 1024 * 1024;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path directory;
  private final Retention retention;
  private final InstantSource clock;

  /**
   * How much of it stays.
   *
   * @param count how many snapshots, at least 1
   * @param age how long after they were archived
   */
  public record Retention(int count, Duration age) {

    /** As much as is kept unless somebody wants something else. */
    public static final Retention DEFAULT = new Retention(1_000, Duration.ofDays(30));

    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if nothing would stay
     */
    public Retention {
      if (count < 1) {
        throw new IllegalArgumentException("an archive of " + count + " snapshots");
      }
    }
  }

  /**
   * What is in the directory.
   *
   * @param snapshots by their names only, the one that was archived first before the others
   * @param others files and directories that are no archived snapshots
   */
  public record Contents(List<ArchiveName> snapshots, List<String> others) {}

  private record Dated(ArchiveName name, Instant archivedAt) {}

  /**
   * An archive in a directory, which is made with the first snapshot.
   *
   * @param clock for the age of what is in it
   */
  public SnapshotArchive(Path directory, Retention retention, InstantSource clock) {
    this.directory = directory;
    this.retention = retention;
    this.clock = clock;
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /**
   * Archives a snapshot, in the place of an earlier one of the same bank and id if there is one,
   * and deletes what is too old or too much, but nothing that is being restored.
   *
   * @throws IOException if it cannot be written, or others cannot be deleted
   */
  public ArchiveName add(ArchivedSnapshot snapshot) throws IOException {
    Files.createDirectories(directory);
    ArchiveName name = ArchiveName.of(snapshot.bank(), snapshot.id());
    DurableFile.write(directory, name.file(), Seal.seal(snapshot.json()), clock.instant());
    deleteSurplus(name);
    return name;
  }

  private void deleteSurplus(ArchiveName newest) throws IOException {
    Set<String> restoring = RestoringMarker.restoring(directory);
    List<Dated> all = new ArrayList<>();
    list(all, new ArrayList<>());
    int surplus = all.size() - retention.count();
    Instant oldest = clock.instant().minus(retention.age());
    for (Dated each : all) {
      String file = each.name().file();
      boolean isDue = surplus > 0 || each.archivedAt().isBefore(oldest);
      if (isDue && !each.name().equals(newest) && !restoring.contains(file)) {
        Files.deleteIfExists(directory.resolve(file));
        surplus--;
      }
    }
    deleteAbandoned();
  }

  /** What writers have left that were killed. */
  private void deleteAbandoned() throws IOException {
    Instant before = clock.instant().minus(ABANDONED);
    try (DirectoryStream<Path> partials =
        Files.newDirectoryStream(directory, ".*" + DurableFile.PARTIAL)) {
      for (Path partial : partials) {
        try {
          if (Files.getLastModifiedTime(partial, LinkOption.NOFOLLOW_LINKS)
              .toInstant()
              .isBefore(before)) {
            Files.deleteIfExists(partial);
          }
        } catch (NoSuchFileException e) {
          // It was not abandoned, and is complete now.
        }
      }
    }
  }

  /**
   * What is in it; nothing if there is no such directory.
   *
   * @throws ConfigurationException if it cannot be read
   */
  public Contents contents() throws ConfigurationException {
    List<Dated> snapshots = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try {
      list(snapshots, others);
    } catch (NoSuchFileException e) {
      // Nothing was archived yet.
    } catch (NotDirectoryException e) {
      throw new ConfigurationException(directory + ": is not a directory", e);
    } catch (AccessDeniedException e) {
      throw new ConfigurationException(directory + ": may not be read by this user", e);
    } catch (IOException e) {
      throw new ConfigurationException(directory + ": cannot be read: " + e.getMessage(), e);
    }
    others.sort(Comparator.naturalOrder());
    return new Contents(snapshots.stream().map(Dated::name).toList(), List.copyOf(others));
  }

  /** Files whose names begin with a dot are of the archive's own work, or hidden. */
  private void list(List<Dated> snapshots, List<String> others) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*")) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        Optional<ArchiveName> name = ArchiveName.parse(fileName);
        try {
          BasicFileAttributes attributes =
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          if (name.isPresent() && attributes.isRegularFile()) {
            snapshots.add(new Dated(name.get(), attributes.lastModifiedTime().toInstant()));
          } else {
            others.add(fileName);
          }
        } catch (NoSuchFileException e) {
          // Another process has just deleted it.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    snapshots.sort(
        Comparator.comparing(Dated::archivedAt).thenComparing(dated -> dated.name().file()));
  }

  /**
   * Reads a snapshot.
   *
   * @throws ConfigurationException if it cannot be read, or is not what was archived; the message
   *     begins with the file's name
   */
  public ArchivedSnapshot read(ArchiveName name) throws ConfigurationException {
    Path path = directory.resolve(name.file());
    String file = path.toString();
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(file + ": is not there any more", e);
    } catch (AccessDeniedException e) {
      throw new ConfigurationException(file + ": may not be read by this user", e);
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new ConfigurationException(file + ": is larger than 64 MiB");
    }
    ArchivedSnapshot snapshot = ArchivedJson.read(file, Seal.open(file, bytes));
    ArchiveName own = ArchiveName.of(snapshot.bank(), snapshot.id());
    if (!own.equals(name)) {
      throw new ConfigurationException(file + ": was renamed; its own name is " + own.file());
    }
    return snapshot;
  }

  /**
   * Deletes a snapshot.
   *
   * @throws ConfigurationException if it is being restored, or cannot be deleted
   */
  public void delete(ArchiveName name) throws ConfigurationException {
    Path path = directory.resolve(name.file());
    try {
      if (RestoringMarker.restoring(directory).contains(name.file())) {
        throw new ConfigurationException(path + ": is being restored, and stays");
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new ConfigurationException(path + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  /** Keeps a snapshot from being deleted, as long as the marker is there. */
  public RestoringMarker restoring(ArchiveName name) throws IOException {
    return RestoringMarker.put(directory, name.file());
  }
}
