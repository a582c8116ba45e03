package cutline.bank.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.archive.SnapshotArchive.Contents;
import cutline.bank.archive.SnapshotArchive.Retention;
import cutline.bank.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotArchiveTest {

  @TempDir private Path parent;

  private Path directory;
  private Instant now = Instant.parse("2026-11-20T10:18:01Z");

  @BeforeEach
  void nothingIsThere() {
    directory = parent.resolve("data").resolve("snapshots");
  }

  private SnapshotArchive archive(int count, Duration age) {
    return new SnapshotArchive(directory, new Retention(count, age), () -> now);
  }

  private SnapshotArchive archive() {
    return archive(1_000, Duration.ofDays(30));
  }

  private List<String> add(SnapshotArchive to, long first, long last) throws Exception {
    for (long number = first; number <= last; number++) {
      now = now.plusSeconds(1);
      to.add(Archived.number(number));
    }
    return ids(to);
  }

  private static List<String> ids(SnapshotArchive archive) throws ConfigurationException {
    return archive.contents().snapshots().stream().map(ArchiveName::id).toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> Objects.requireNonNull(file.getFileName()).toString()).toList();
    }
  }

  // --------------------------------------------------------------------- files

  @Test
  void whatWasArchivedIsReadAgain() throws Exception {
    SnapshotArchive archive = archive();
    assertThat(archive.contents()).isEqualTo(new Contents(List.of(), List.of()));
    ArchivedSnapshot snapshot = Archived.number(7);
    ArchiveName name = archive.add(snapshot);
    assertThat(name).isEqualTo(new ArchiveName("aade64b1", "A.1.7", "aade64b1-A.1.7.json"));
    assertThat(archive.contents()).isEqualTo(new Contents(List.of(name), List.of()));
    assertThat(archive.read(name)).isEqualTo(snapshot);
    assertThat(files()).containsExactly("aade64b1-A.1.7.json");
    assertThat(Files.readString(directory.resolve(name.file())))
        .startsWith("{\"schema\":\"cutline.snapshot/1\",\"id\":\"A.1.7\",\"initiator\":\"A\",")
        .contains(",\"durationMicros\":4873,\"bank\":\"aade64b1881ed4f364a2075f52bbedd4\",\"sha")
        .endsWith("\"}\n")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/passwd", "a.b.c", "*", "~", "Ü ?\0", "🏦", "-", "x\ny", "CON", "%2E"})
  void noNameLeadsElsewhere(String initiator) throws Exception {
    ArchivedSnapshot snapshot = Archived.of(Archived.BANK, initiator, 3);
    ArchiveName name = archive().add(snapshot);
    assertThat(name.id()).isEqualTo(snapshot.id().toString());
    assertThat(archive().contents().snapshots()).containsExactly(name);
    assertThat(archive().read(name)).isEqualTo(snapshot);
    assertThat(files()).containsExactly(name.file());
  }

  @Test
  void namesThatAreTooLongAreShortened() throws Exception {
    String initiator = "🏦".repeat(32);
    ArchivedSnapshot one = Archived.of(Archived.BANK, initiator + "1", 3);
    ArchivedSnapshot other = Archived.of(Archived.BANK, initiator + "2", 3);
    archive().add(one);
    archive().add(other);
    assertThat(archive().contents().snapshots()).hasSize(2);
    ArchiveName found = new ArchiveSearch(archive()).find(other.id().toString());
    assertThat(archive().read(found)).isEqualTo(other);
    try (RestoringMarker _ = archive().restoring(found)) {
      assertThat(files()).hasSize(3);
    }
  }

  /** As docs/formats.md says that it can be checked. */
  @Test
  void peopleCanCheckIt() throws Exception {
    String file = archive().add(Archived.number(7)).file();
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "sed 's/,\"sha256\":\"[0-9a-f]*\"}$/}/' \"$1\" | sha256sum;"
                    + " sed 's/.*\"sha256\":\"\\([0-9a-f]*\\)\"}$/\\1/' \"$1\"",
                "sh",
                directory.resolve(file).toString())
            .redirectErrorStream(true)
            .start();
    List<String> said =
        new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(said).hasSize(2);
    assertThat(said.getFirst()).isEqualTo(said.getLast() + "  -");
  }

  // -------------------------------------------------------------------- damage

  private void assertRefused(ArchiveName name, String... words) {
    assertThatThrownBy(() -> archive().read(name))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .startsWith(directory.resolve(name.file()).toString())
        .contains(words)
        .hasLineCount(1);
  }

  @Test
  void aFlippedBitAnywhereIsNoticed() throws Exception {
    ArchiveName name = archive().add(Archived.number(7));
    Path file = directory.resolve(name.file());
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> Seal.open("x.json", damaged))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith("x.json: does not ");
      }
    }
    bytes[100] ^= 1;
    Files.write(file, bytes);
    assertRefused(name, ": does not match its checksum; it was damaged or changed");
  }

  @Test
  void aTornFileIsNoticed() throws Exception {
    ArchiveName name = archive().add(Archived.number(7));
    Path file = directory.resolve(name.file());
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Seal.open("x.json", torn))
          .isInstanceOf(ConfigurationException.class);
    }
    Files.write(file, Arrays.copyOf(bytes, 90));
    assertRefused(name, ": does not end with a checksum; it is torn, or no archived snapshot");
    Files.write(file, new byte[0]);
    assertRefused(name, "torn");
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    Files.write(file, new byte[] {'\n'}, StandardOpenOption.APPEND);
    assertRefused(name, "does not end with a checksum");
  }

  /** The checksum is no secret: what stands in the file is checked as well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cutline.snapshot/1>cutline.snapshot/2>\"schema\" must be \"cutline.snapshot/1\"",
        "COMPLETE>INCOMPLETE>\"status\" must be \"COMPLETE\"",
        "\"id\":\"A.1.7\">\"id\":\"A.1\">\"id\" must be initiator.incarnation.number",
        "\"initiator\":\"A\">\"initiator\":\"Y\">\"initiator\" must be \"A\"",
        "\"Y\":0>\"Y\":-1>\"Y\" must be at least 0, not -1",
        "\"Y\":0>\"Y\":5>\"balanceTotal\" must be 948, what the amounts add up to",
        "\"Y\":0>\"Y\":9223372036854775807>\"balanceTotal\" must be 9223372036854776750",
        "[7,49]>[0,49]>each of \"amounts\" must be at least 1, not 0",
        "[7,49]>[7,50]>\"inFlightTotal\" must be 58",
        "[7,49]>7>\"amounts\" must be an array, not 7",
        "\"from\":\"A\">\"from\":\"B\">\"from\" must be one that has a balance",
        "\"from\":\"Y\",\"to\":\"A\">\"from\":\"A\",\"to\":\"Y\">must not name A→Y twice",
        "\"expected\":1000>\"expected\":1001>\"expected\" must be 1000",
        "\"markers\":6,>>the snapshot has no \"markers\"",
        "2026-11-20T10:18>2026-11-20 10:18>\"startedAt\" must be a time",
        "\"durationMicros\":4873>\"durationMicros\":1e30>\"durationMicros\" must be between",
        "aade64b1881ed4f3>../../etc/passwd>\"bank\" must be the id of a bank",
        "{\"schema\">[\"schema\">unexpected",
        "\"A\":793>\"A\":793,\"A\":793>the key \"A\" was used in line 1",
        "aade64b1>bade64b1>: was renamed; its own name is bade64b1-A.1.7.json",
        "\"id\":\"A.1.7\">\"id\":\"A.1.8\">: was renamed; its own name is aade64b1-A.1.8.json"
      })
  void whatMakesNoSenseIsRefused(String change) throws Exception {
    String[] parts = change.split(">", 3);
    ArchiveName name = archive().add(Archived.number(7));
    String json = Archived.number(7).json();
    assertThat(json).contains(parts[0]);
    String changed = json.replace(parts[0], parts[1]);
    Files.write(directory.resolve(name.file()), Seal.seal(changed));
    assertRefused(name, parts[2]);
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() throws Exception {
    ArchiveName name = archive().add(Archived.number(7));
    String json = Archived.number(7).json().replace("{\"schema\"", "{\"new\":[{}],\"schema\"");
    Files.write(directory.resolve(name.file()), Seal.seal(json));
    assertThat(archive().read(name)).isEqualTo(Archived.number(7));
  }

  @Test
  void whatIsForeignIsPassedOver() throws Exception {
    ArchiveName name = archive().add(Archived.number(7));
    Files.writeString(directory.resolve("notes.txt"), "mine");
    Files.writeString(directory.resolve("package-lock.json"), "{}");
    Files.writeString(directory.resolve(".hidden"), "");
    Files.createDirectory(directory.resolve("aade64b1-A.1.8.json"));
    Files.createSymbolicLink(
        directory.resolve("aade64b1-A.1.9.json"), directory.resolve("notes.txt"));
    assertThat(archive().contents())
        .isEqualTo(
            new Contents(
                List.of(name),
                List.of(
                    "aade64b1-A.1.8.json",
                    "aade64b1-A.1.9.json",
                    "notes.txt",
                    "package-lock.json")));
    assertRefused(new ArchiveName("aade64b1", "A.1.9", "aade64b1-A.1.9.json"), "cannot be read");
    assertThat(add(archive(1, Duration.ofDays(1)), 10, 11)).containsExactly("A.1.11");
    assertThat(files()).contains("notes.txt", "package-lock.json", ".hidden");
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "");
    SnapshotArchive archive = new SnapshotArchive(file, Retention.DEFAULT, () -> now);
    assertThatThrownBy(archive::contents)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(file + ": is not a directory");
    assertThatThrownBy(() -> archive.add(Archived.number(7))).isInstanceOf(IOException.class);
  }

  // ----------------------------------------------------------------- retention

  @Test
  void theLastOnesStay() throws Exception {
    assertThat(add(archive(3, Duration.ofDays(1)), 1, 20))
        .containsExactly("A.1.18", "A.1.19", "A.1.20");
  }

  @Test
  void theYoungOnesStay() throws Exception {
    SnapshotArchive archive = archive(1_000, Duration.ofHours(1));
    assertThat(add(archive, 1, 3)).hasSize(3);
    now = now.plus(Duration.ofMinutes(59));
    assertThat(add(archive, 4, 4)).hasSize(4);
    now = now.plus(Duration.ofMinutes(59));
    assertThat(add(archive, 5, 5)).containsExactly("A.1.4", "A.1.5");
    now = now.plus(Duration.ofDays(1_000));
    assertThat(add(archive, 6, 6)).containsExactly("A.1.6");
  }

  @Test
  void theOneThatIsBeingRestoredStays() throws Exception {
    SnapshotArchive archive = archive(2, Duration.ofHours(1));
    assertThat(add(archive, 1, 2)).containsExactly("A.1.1", "A.1.2");
    ArchiveName first = new ArchiveSearch(archive).find("A.1.1");
    RestoringMarker marker = archive.restoring(first);
    RestoringMarker again = archive.restoring(first);
    assertThat(add(archive, 3, 5)).containsExactly("A.1.1", "A.1.5");
    now = now.plus(Duration.ofDays(1));
    assertThat(add(archive, 6, 6)).containsExactly("A.1.1", "A.1.6");
    marker.close();
    assertThatThrownBy(() -> archive.delete(first))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(directory.resolve(first.file()) + ": is being restored, and stays");
    again.close();
    assertThat(add(archive, 7, 7)).containsExactly("A.1.6", "A.1.7");
    archive.delete(new ArchiveSearch(archive).find("A.1.6"));
    assertThat(ids(archive)).containsExactly("A.1.7");
  }

  /** A restore that was killed. */
  @Test
  void aMarkerThatWasLeftProtectsNothing() throws Exception {
    SnapshotArchive archive = archive(1, Duration.ofHours(1));
    add(archive, 1, 1);
    Path left = Files.createFile(directory.resolve(".aade64b1-A.1.1.json.12345.restoring"));
    assertThat(add(archive, 2, 2)).containsExactly("A.1.2");
    assertThat(left).doesNotExist();
  }

  @Test
  void whatAKilledWriterHasLeftIsDeletedInTime() throws Exception {
    add(archive(), 1, 1);
    Path old = Files.writeString(directory.resolve(".1.partial"), "{");
    Path young = Files.writeString(directory.resolve(".2.partial"), "{");
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(2))));
    Files.setLastModifiedTime(young, FileTime.from(now));
    add(archive(), 2, 2);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  // ------------------------------------------------------------------- several

  @Test
  void twoMayWriteAtTheSameTime() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (String bank : List.of(Archived.BANK, Archived.OTHER_BANK)) {
        SnapshotArchive archive = archive(20, Duration.ofDays(1));
        writers.add(
            threads.submit(() -> {
              for (long number : LongStream.rangeClosed(1, 50).toArray()) {
                archive.add(Archived.of(bank, "A", number));
                archive.add(Archived.of(Archived.BANK, "B", 1));
              }
              return null;
            }));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    List<ArchiveName> left = archive().contents().snapshots();
    assertThat(left).hasSizeBetween(1, 21);
    for (ArchiveName name : left) {
      archive().read(name);
    }
    assertThat(files()).hasSameSizeAs(left);
  }

  @Test
  void ctrlCDoesNotKeepItFromBeingArchived() throws Exception {
    Thread.currentThread().interrupt();
    try {
      archive().add(Archived.number(7));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      boolean _ = Thread.interrupted();
    }
    assertThat(ids(archive())).containsExactly("A.1.7");
  }
}
