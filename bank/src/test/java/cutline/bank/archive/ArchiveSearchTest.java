package cutline.bank.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.archive.SnapshotArchive.Retention;
import cutline.bank.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveSearchTest {

  @TempDir private Path directory;
  private SnapshotArchive archive;
  private Instant now = Instant.parse("2026-11-20T10:18:00Z");

  @BeforeEach
  void archive() throws Exception {
    archive = new SnapshotArchive(directory, Retention.DEFAULT, () -> now);
    archive.add(Archived.number(1));
    now = now.plusSeconds(1);
    archive.add(Archived.number(17));
    now = now.plusSeconds(1);
    archive.add(Archived.of(Archived.OTHER_BANK, "A", 1));
    archive.add(Archived.of(Archived.OTHER_BANK, "B", 5));
  }

  @ParameterizedTest
  @CsvSource({
    "A.1.17, aade64b1-A.1.17",
    "B, 01234567-B.1.5",
    "aade64b1-A.1.1, aade64b1-A.1.1",
    "aade64b1-A.1.17, aade64b1-A.1.17",
    "01234567-B, 01234567-B.1.5"
  })
  void oneIsMeant(String word, String found) throws Exception {
    assertThat(new ArchiveSearch(archive).find(word).qualified()).isEqualTo(found);
  }

  @Test
  void thatOfTheBankIsPreferred() throws Exception {
    ArchiveSearch search = new ArchiveSearch(archive);
    assertThat(search.find("A.1.1", Archived.BANK).qualified()).isEqualTo("aade64b1-A.1.1");
    assertThat(search.find("A.1.1", Archived.OTHER_BANK).qualified()).isEqualTo("01234567-A.1.1");
    assertThat(search.find("B.1.5", Archived.BANK).qualified()).isEqualTo("01234567-B.1.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A.1.1    | A.1.1 may be aade64b1-A.1.1, 01234567-A.1.1
          aade64b1 | aade64b1 may be A.1.1, A.1.17
          A.1.27   | there is no snapshot A.1.27 in $DIR; did you mean A.1.17?
          nothing  | there is no snapshot nothing in $DIR; `cutline snapshots list` shows what is there
          """)
  void noneOrSeveralAreNotGuessed(String word, String message) {
    assertThatThrownBy(() -> new ArchiveSearch(archive).find(word))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message.replace("$DIR", directory.toString()));
  }

  @Test
  void anEmptyArchiveHasNone() {
    SnapshotArchive empty =
        new SnapshotArchive(directory.resolve("no"), Retention.DEFAULT, Instant::now);
    assertThatThrownBy(() -> new ArchiveSearch(empty).find("A.1.1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("there is no snapshot A.1.1: %s has none", directory.resolve("no"));
  }
}
