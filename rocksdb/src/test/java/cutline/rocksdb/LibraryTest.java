package cutline.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RocksDB's library is unpacked once for all processes of a user, whole, and where nobody else can
 * put another one in its place.
 */
class LibraryTest {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  @TempDir Path temp;

  private Path temporary = Path.of("");
  private Path kept = temporary;

  @BeforeEach
  void name() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "not Linux");
    temporary = Files.createDirectory(temp.resolve("tmp"));
    kept =
        temporary.resolve("cutline-rocksdb-" + ProcessHandle.current().info().user().orElseThrow());
  }

  /** Starts a process that loads it, waits until it works with it, and kills it. */
  private void load() throws Exception {
    try (Child child = Child.start("committing", temp.resolve("A"), temporary)) {
      assertThat(child.readLine()).matches("\\d+");
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** It is unpacked behind the lock. */
  private boolean hasBegun() {
    return Files.exists(kept.resolve("lock"));
  }

  private Path library() throws IOException {
    List<Path> files = files(temporary);
    assertThat(files).hasSize(2).last().isEqualTo(kept.resolve("lock"));
    return files.getFirst();
  }

  @Test
  void isUnpackedOnce() throws Exception {
    load();
    Path library = library();
    assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PRIVATE);
    Object inode = Files.getAttribute(library, "unix:ino");
    load();
    assertThat(Files.getAttribute(library(), "unix:ino")).isEqualTo(inode);
  }

  @Test
  void aKillWhileItIsUnpackedLeavesNothingThatGrows() throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      try (Child _ = Child.start("committing", temp.resolve("A"), temporary)) {
        await().pollInterval(Duration.ofMillis(1)).until(this::hasBegun);
      }
      assertThat(files(temporary)).hasSizeLessThanOrEqualTo(2);
      files(kept).stream()
          .filter(file -> file.toString().endsWith(".so"))
          .forEach(library -> library.toFile().delete());
    }
    load();
    library();
  }

  @Test
  void whatIsNotWholeIsUnpackedAgain() throws Exception {
    load();
    Path library = library();
    byte[] whole = Files.readAllBytes(library);
    byte[] damaged = whole.clone();
    damaged[1_000] ^= 1;
    Files.write(library, damaged);
    load();
    assertThat(Files.readAllBytes(library())).isEqualTo(whole);
  }

  /** What others can write, or a link to somewhere, is not used, and nothing is left there. */
  @Test
  void whatOthersMayHavePutThereIsNotLoaded() throws Exception {
    Files.createDirectory(kept);
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));
    load();
    assertThat(files(temporary)).isEmpty();
    Files.delete(kept);
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PRIVATE);
    Files.createSymbolicLink(kept, elsewhere);
    load();
    assertThat(elsewhere).isEmptyDirectory();
    Files.delete(kept);
    Files.writeString(kept, "a file");
    load();
    assertThat(kept).hasContent("a file");
  }

  @Test
  void anothersDirectoryIsNotUsed() throws Exception {
    Files.createDirectory(kept, PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      Files.setOwner(
          kept,
          kept.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (IOException e) {
      assumeTrue(false, "only root may give a directory away");
    }
    load();
    assertThat(kept).isEmptyDirectory();
  }
}
