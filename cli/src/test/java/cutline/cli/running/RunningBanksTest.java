package cutline.cli.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cutline.bank.BankAddress;
import cutline.bank.config.Member;
import cutline.core.ChannelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down of running banks, and what is not believed. */
class RunningBanksTest {

  private static final long PID = ProcessHandle.current().pid();
  private static final BankAddress BANK =
      new BankAddress(
          "f00d",
          4_000,
          List.of(new Member("A", "127.0.0.1", 9_091), new Member("B", "::1", 9_092)),
          ChannelOrder.FIFO);

  /** Another process that lives, and was there before any of these files. */
  private static final long OTHER_PID =
      ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);

  @TempDir private Path directory;

  private RunningBanks banks() {
    return new RunningBanks(directory);
  }

  private Path write(long pid, String... lines) throws IOException {
    return Files.write(directory.resolve(pid + ".bank"), List.of(lines));
  }

  private static long noProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void aBankIsFoundUntilItIsRemoved() throws Exception {
    banks().add(BANK, false);
    assertThat(banks().list()).containsExactly(new RunningBanks.Running(PID, BANK, null));
    banks().remove();
    assertThat(banks().list()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theLastWordCounts() throws Exception {
    BankAddress other = new BankAddress("beef", 1, BANK.members(), BANK.order());
    banks().add(BANK, true);
    banks().add(other, true);
    assertThat(banks().list())
        .containsExactly(new RunningBanks.Running(PID, other, directory.resolve(PID + ".sock")));
    assertThat(banks().socket()).isEqualTo(directory.resolve(PID + ".sock"));
  }

  @Test
  void whatCarriesItsMessagesIsKnown() throws Exception {
    BankAddress unordered =
        new BankAddress(BANK.id(), BANK.total(), BANK.members(), ChannelOrder.NON_FIFO);
    banks().add(unordered, false);
    write(OTHER_PID, "bank=f00d", "total=4000", "transport=pigeons", "member.0=A h 1");
    assertThat(banks().list()).extracting(RunningBanks.Running::bank).containsExactly(unordered);
  }

  @Test
  void theDirectoryIsTheUsersAlone() throws Exception {
    Path deep = directory.resolve("a").resolve("b");
    new RunningBanks(deep).add(BANK, false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
        .isEqualTo("rwx------");
  }

  /** A controller and a demo of one bank: only the demo takes orders. */
  @Test
  void ofTwoThatKnowOneBankTheOneThatTakesOrdersCounts() throws Exception {
    banks().add(BANK, false);
    Path mine = directory.resolve(PID + ".bank");
    String[] supervised =
        Files.readString(mine).replace("supervised=false", "supervised=true").split("\n", -1);
    write(OTHER_PID, supervised);
    assertThat(banks().list())
        .containsExactly(
            new RunningBanks.Running(OTHER_PID, BANK, directory.resolve(OTHER_PID + ".sock")));
  }

  /** Clients' banks have the same id wherever their members are. */
  @Test
  void twoBanksMayHaveOneId() throws Exception {
    banks().add(BANK, false);
    write(OTHER_PID, "bank=f00d", "total=4000", "member.0=A elsewhere 1");
    assertThat(banks().list()).hasSize(2);
  }

  @Test
  void whatADeadProcessHasLeftIsRemoved() throws Exception {
    long dead = noProcess();
    banks().add(BANK, false);
    write(dead, "bank=x", "total=1", "member.0=A h 1");
    Files.createFile(directory.resolve(dead + ".sock"));
    Files.createFile(directory.resolve(dead + ".bank.new"));
    Files.createFile(directory.resolve("notes.txt"));
    assertThat(banks().list()).hasSize(1);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder(PID + ".bank", "notes.txt");
  }

  @Test
  void theDataOfADeadProcessIsRemovedAndThatOfALivingOneIsNot() throws Exception {
    Path dead = Files.createDirectories(directory.resolve(noProcess() + ".data").resolve("A"));
    Path elsewhere = Files.createFile(Files.createDirectory(directory.resolve("x")).resolve("y"));
    Files.createSymbolicLink(dead.resolve("link"), elsewhere.getParent());
    Files.createFile(dead.resolve("LOG"));
    Path other = Files.createDirectory(directory.resolve(OTHER_PID + ".data"));
    assertThat(banks().list()).isEmpty();
    assertThat(dead.getParent()).doesNotExist();
    assertThat(elsewhere).exists();
    assertThat(other).exists();
  }

  @Test
  void newDataIsEmptyWhateverAnEarlierProcessOfThisNumberHasLeft() throws Exception {
    Path dead = Files.createDirectory(directory.resolve(noProcess() + ".data"));
    Files.createFile(Files.createDirectory(directory.resolve(PID + ".data")).resolve("old"));
    assertThat(dead).exists();
    try (TemporaryDirectory data = TemporaryDirectory.ofBank(banks())) {
      Path mine = data.file("A");
      assertThat(mine.getParent()).isEqualTo(directory.resolve(PID + ".data")).isEmptyDirectory();
      assertThat(dead).doesNotExist();
      Files.createFile(mine);
      // Whoever runs the bank no more still has its data.
      banks().remove();
      assertThat(mine).exists();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whereBanksCannotBeWrittenDownDataLiesElsewhere() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (TemporaryDirectory data = TemporaryDirectory.ofBank(new RunningBanks(file))) {
      Path parent = data.file("A").getParent();
      assertThat(parent).isEmptyDirectory().isNotEqualTo(directory);
    }
  }

  /** Numbers of processes come round again. */
  @Test
  void aProcessThatIsYoungerThanTheFileHasNotWrittenIt() throws Exception {
    Path file = write(OTHER_PID, "bank=x", "total=1", "member.0=A h 1");
    assertThat(banks().list()).hasSize(1);
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    assertThat(banks().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bank=x\ntotal=1",
        "bank=x\nmember.0=A h 1",
        "bank=x\ntotal=-1\nmember.0=A h 1",
        "bank=x\ntotal=99999999999999999999\nmember.0=A h 1",
        "bank=x\ntotal=1\nmember.0=A h 0",
        "bank=x\ntotal=1\nmember.0=A h",
        "bank=x\ntotal=1\nmember.0=A h x",
        "bank=x\ntotal=1\nmember.0=A h 1\nmember.1=A h 2",
        "bank=x\ntotal=1\nmember.0=\\u001b[2J h 1",
        "bank=\\u00zz"
      })
  void whatIsNoBankIsPassedOver(String text) throws Exception {
    write(OTHER_PID, text.split("\n", -1));
    banks().add(BANK, false);
    assertThat(banks().list()).extracting(RunningBanks.Running::bank).containsExactly(BANK);
  }

  @Test
  void whatWouldMoveTheCursorIsNotPassedOn() throws Exception {
    write(OTHER_PID, "bank=\\u001b[2J", "total=1", "member.0=A h 1");
    assertThat(banks().list()).singleElement().extracting(it -> it.bank().id()).isEqualTo(" [2J");
  }

  @Test
  void whatIsNoSmallFileIsPassedOver() throws Exception {
    Path file = directory.resolve(OTHER_PID + ".bank");
    Files.createDirectory(file);
    assertThat(banks().list()).isEmpty();
    Files.delete(file);
    Files.writeString(file, "bank=x\ntotal=1\nmember.0=A h 1\n" + "#".repeat(300_000));
    assertThat(banks().list()).isEmpty();
    Path elsewhere = Files.writeString(directory.resolve("x"), "bank=x\ntotal=1\nmember.0=A h 1\n");
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertThat(banks().list()).isEmpty();
    Files.delete(file);
    // A reader of it would wait for ever.
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThat(banks().list()).isEmpty();
  }

  // ------------------------------------------------------------ the directory

  private void assertRefused(Path refused, String why) {
    RunningBanks banks = new RunningBanks(refused);
    assertThatThrownBy(() -> banks.add(BANK, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(banks::socket).isInstanceOf(IOException.class).hasMessageContaining(why);
    assertThat(banks.list()).isEmpty();
    banks.remove();
  }

  @Test
  void aLinkIsRefused() throws Exception {
    banks().add(BANK, false);
    assertRefused(
        Files.createSymbolicLink(directory.resolve("link"), directory), "is not a directory");
    assertThat(banks().list()).hasSize(1);
  }

  @Test
  void aFileIsRefused() throws Exception {
    assertRefused(Files.createFile(directory.resolve("file")), "is not a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
  void whereOthersCanWriteIsRefused(String permissions) throws Exception {
    banks().add(BANK, false);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    assertRefused(directory, "can be written by others");
  }

  @Test
  void whatBelongsToSomebodyElseIsRefused() throws Exception {
    Path theirs = Files.createDirectory(directory.resolve("theirs"));
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives a directory away");
    Files.setOwner(
        theirs,
        theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertRefused(theirs, "belongs to nobody");
  }

  @Test
  void whereNothingIsThereIsNothing() {
    Path nowhere = directory.resolve("nowhere");
    assertThat(new RunningBanks(nowhere).list()).isEmpty();
    new RunningBanks(nowhere).remove();
    assertThat(Files.exists(nowhere, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
