package cutline.cli.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.archive.ArchiveName;
import cutline.bank.archive.SnapshotArchive;
import cutline.cli.command.ExitCode;
import cutline.cli.testing.Said;
import cutline.cli.testing.SocketBank;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank at work goes back to what the archive has of it. */
class SnapshotsRestoreTest {

  @TempDir private Path directory;

  private SocketBank branches;
  private BankDefinition bank;

  @BeforeEach
  void start() throws Exception {
    branches = new SocketBank(3);
    bank = branches.of(4_000);
    branches.takeExact(bank, 1);
  }

  @AfterEach
  void close() {
    assertThat(branches.halted).isEmpty();
    branches.close();
  }

  private Said snapshots(String command, String... more) {
    List<String> words = new ArrayList<>(List.of("snapshots", command));
    words.addAll(List.of(more));
    words.addAll(List.of("--archive", directory.toString()));
    return Said.by(words.toArray(String[]::new));
  }

  private Said restore(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--bank", member(0)));
    return snapshots("restore", all.toArray(String[]::new));
  }

  private String member(int number) {
    return "127.0.0.1:" + bank.members().get(number).port();
  }

  /** Takes some and gives their ids, the oldest first. */
  private List<String> take(int count) throws Exception {
    Said said =
        Said.by(
            "snapshot", "--count", "" + count, "--bank", member(0), "--archive", "" + directory);
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    return archive().contents().snapshots().stream().map(ArchiveName::id).toList();
  }

  private SnapshotArchive archive() {
    return ArchiveChoice.in(directory);
  }

  private static void succeeded(Said said, String id) {
    assertThat(said.err()).isEmpty();
    assertThat(said.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .startsWith("The bank is back at snapshot %s: balances $".formatted(id))
        .contains(" in flight delivered again.\nSnapshot 1 from B")
        .endsWith("total       4,000  ✓ exact\n");
  }

  private static void failed(Said said, int exitCode, String line) {
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).isEqualTo("cutline snapshots restore: " + line + "\n");
    assertThat(said.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aBankUnderTrafficGoesBackAgainAndAgain() throws Exception {
    List<String> ids = take(5);
    assertThat(ids).hasSize(5);
    succeeded(restore(ids.get(2)), ids.get(2));
    succeeded(restore(ids.get(2), "--coordinator", "B2"), ids.get(2));
    succeeded(restore(ids.get(0), "--timeout", "10s"), ids.get(0));
    assertThat(archive().contents().snapshots()).hasSize(8);
    assertThat(archive().contents().others()).isEmpty();
    branches.takeExact(bank, 3);
    Said json = restore(ids.get(4), "--json");
    assertThat(json.out().lines()).hasSize(2);
    assertThat(json.out())
        .startsWith(
            "{\"schema\":\"cutline.restore/1\",\"snapshot\":\"%s\",\"outcome\":\"RESTORED\",\"reason\":null}\n{\"schema\":\"cutline.snapshot/1\""
                .formatted(ids.get(4)));
  }

  @Test
  void whatIsAskedForMustMakeSense() throws Exception {
    String id = take(1).getFirst();
    failed(
        restore(id, "--coordinator", "Z"),
        ExitCode.USAGE,
        "--coordinator Z: the members are B0, B1, B2");
    failed(
        restore("B7.1.1"),
        ExitCode.CONFIGURATION,
        "there is no snapshot B7.1.1 in %s; did you mean %s?".formatted(directory, id));
    try (SocketBank others = new SocketBank(2)) {
      BankDefinition other = others.of(500);
      others.takeExact(other, 1);
      failed(
          snapshots("restore", id, "--bank", "127.0.0.1:" + other.members().getFirst().port()),
          ExitCode.CONFIGURATION,
          "snapshot %s is of another bank: B2 is no member of this one; it holds $4,000, this one $500"
              .formatted(id));
    }
  }

  /** The members have forgotten it, and the archive has not. */
  @Test
  void withoutTheirPartsTheMembersRefuse() throws Exception {
    String first = take(1).getFirst();
    branches.takeExact(bank, 30);
    take(20);
    Said said = restore(first);
    assertThat(said.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("cutline snapshots restore: the bank stays as it is: ")
        .contains(first)
        .hasLineCount(1);
    assertThat(archive().contents().snapshots()).hasSize(21);
  }
}
