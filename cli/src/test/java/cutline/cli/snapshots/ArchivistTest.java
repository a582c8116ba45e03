package cutline.cli.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.testing.Snapshots;
import cutline.core.SnapshotStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivistTest {

  private static final String BANK = "aade64b1881ed4f364a2075f52bbedd4";

  private final List<String> warnings = new ArrayList<>();

  @TempDir private Path directory;

  private static BankSnapshot exact() {
    return new Snapshots().balance("A", 3_900).inFlight("A", "A", 100).complete(4_000);
  }

  private Path archive() {
    return directory.resolve("made").resolve("here");
  }

  @Test
  void onlyResultsAreArchived() throws Exception {
    Archivist archivist = ArchiveChoice.archivist(archive(), warnings::add);
    archivist.keep(BANK, new Snapshots().balance("A", 3).complete(4));
    archivist.keep(BANK, new Snapshots().without(SnapshotStatus.INCOMPLETE, "no report from B"));
    assertThat(archive()).doesNotExist();
    archivist.keep(BANK, exact());
    assertThat(archive()).isDirectoryContaining("glob:**/aade64b1-A.1.7.json");
    assertThat(warnings).isEmpty();
    Archivist.NONE.keep(BANK, exact());
  }

  @Test
  void oneThatCannotBeArchivedIsAWarning() throws IOException {
    Path file = Files.writeString(directory.resolve("made"), "");
    Archivist archivist = ArchiveChoice.archivist(file, warnings::add);
    archivist.keep(BANK, exact());
    archivist.keep(BANK, exact());
    String line = "Snapshot A.1.7 is not archived: %s: is not a directory".formatted(file);
    assertThat(warnings).containsExactly(line);
    Files.delete(file);
    archivist.keep(BANK, exact());
    assertThat(file).isNotEmptyDirectory();
    archivist.keep("../../etc", exact());
    assertThat(warnings)
        .containsExactly(
            line, "Snapshot A.1.7 is not archived: the bank's id is not 32 hexadecimal digits");
  }
}
