package cutline.cli.snapshots;

import cutline.bank.archive.ArchivedSnapshot;
import cutline.bank.archive.SnapshotArchive;
import cutline.bank.domain.BankSnapshot;
import cutline.core.SnapshotId;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Archives the snapshots that are a result. One that cannot be archived is a warning, and said
 * once: whoever took it has it all the same.
 */
public final class Archivist {

  /** Archives nothing. */
  public static final Archivist NONE = new Archivist(null, _ -> {});

  /** Where the archive is, which may first have to be made. */
  @FunctionalInterface
  public interface Place {
    SnapshotArchive open() throws IOException;
  }

  private final @Nullable Place place;
  private final Consumer<String> warnings;
  private @Nullable SnapshotArchive archive;
  private String lastProblem = "";

  public Archivist(@Nullable Place place, Consumer<String> warnings) {
    this.place = place;
    this.warnings = warnings;
  }

  /**
   * Archives a snapshot if it is a result.
   *
   * @param bank the id of its bank
   */
  public synchronized void keep(String bank, BankSnapshot snapshot) {
    SnapshotId id = snapshot.snapshot().id();
    if (place == null
        || id == null
        || !snapshot.snapshot().isComplete()
        || snapshot.isInconsistent()) {
      return;
    }
    String problem = "";
    try {
      if (archive == null) {
        archive = place.open();
      }
      archive.add(new ArchivedSnapshot(bank, id, snapshot));
    } catch (IOException e) {
      problem = text(e);
    } catch (IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    }
    if (!problem.isEmpty() && !problem.equals(lastProblem)) {
      warnings.accept("Snapshot %s is not archived: %s".formatted(id, problem));
    }
    lastProblem = problem;
  }

  private String text(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": may not be written by this user";
      case FileAlreadyExistsException file -> file.getFile() + ": is not a directory";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default ->
          archive == null ? "" + e.getMessage() : archive.directory() + ": " + e.getMessage();
    };
  }
}
