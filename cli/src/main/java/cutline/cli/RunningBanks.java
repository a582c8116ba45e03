package cutline.cli;

import cutline.bank.BankAddress;
import cutline.bank.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The banks that this user runs on this machine, so that commands in other terminals find them: one
 * small file for each process that knows a whole bank, in a directory that only the user can read.
 */
final class RunningBanks {

  private static final String SUFFIX = ".bank";
  private static final long MAX_BYTES = 256 * 1024;

  private final Path directory;

  /** Those of the user's own directory. */
  RunningBanks() {
    this(defaultDirectory());
  }

  RunningBanks(Path directory) {
    this.directory = directory;
  }

  private static Path defaultDirectory() {
    String chosen = System.getenv("CUTLINE_RUNTIME_DIR");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen);
    }
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "cutline-" + user);
  }

  /**
   * A bank, and who runs it.
   *
   * @param pid the process that has written this down
   * @param supervisor the socket on which that process takes orders about its branches, or null if
   *     it does not
   */
  record Running(long pid, BankAddress bank, @Nullable Path supervisor) {}

  /** Where this process may take orders. */
  Path socket() throws IOException {
    prepare();
    return directory.resolve(ProcessHandle.current().pid() + ".sock");
  }

  /**
   * Writes down that this process runs a bank, until {@link #remove}.
   *
   * @param supervised whether it takes orders on {@link #socket}
   */
  void add(BankAddress bank, boolean supervised) throws IOException {
    prepare();
    Properties properties = new Properties();
    properties.setProperty("bank", bank.id());
    properties.setProperty("total", String.valueOf(bank.total()));
    properties.setProperty("supervised", String.valueOf(supervised));
    for (int member = 0; member < bank.members().size(); member++) {
      Member each = bank.members().get(member);
      properties.setProperty(
          "member." + member, "%s %s %d".formatted(each.name(), each.host(), each.port()));
    }
    Path file = file(ProcessHandle.current().pid());
    Path temporary = directory.resolve(file.getFileName() + ".new");
    try (var writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
      properties.store(writer, null);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** This process runs no bank any more. */
  void remove() {
    long pid = ProcessHandle.current().pid();
    try {
      Files.deleteIfExists(file(pid));
      Files.deleteIfExists(directory.resolve(pid + ".sock"));
    } catch (IOException e) {
      // Whoever finds it sees that the process is gone.
    }
  }

  /** The banks whose process is there, one for each bank; what others left behind is removed. */
  List<Running> list() {
    Map<String, Running> byBank = new LinkedHashMap<>();
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        Running running = read(file);
        if (running == null) {
          continue;
        }
        Running other = byBank.get(running.bank().id());
        if (other == null || other.supervisor() == null) {
          byBank.put(running.bank().id(), running);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return new ArrayList<>(byBank.values());
  }

  private @Nullable Running read(Path file) {
    try {
      String name = file.getFileName().toString();
      long pid = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      if (ProcessHandle.of(pid).isEmpty()) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory.resolve(pid + ".sock"));
        return null;
      }
      if (Files.size(file) > MAX_BYTES) {
        return null;
      }
      Properties properties = new Properties();
      try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
      List<Member> members = new ArrayList<>();
      for (String member = properties.getProperty("member.0");
          member != null;
          member = properties.getProperty("member." + members.size())) {
        String[] fields = member.split(" ", 3);
        members.add(new Member(fields[0], fields[1], Integer.parseInt(fields[2])));
      }
      return new Running(
          pid,
          new BankAddress(
              properties.getProperty("bank", ""),
              Long.parseLong(properties.getProperty("total", "")),
              members),
          Boolean.parseBoolean(properties.getProperty("supervised"))
              ? directory.resolve(pid + ".sock")
              : null);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return null; // Half written, or not ours.
    }
  }

  private Path file(long pid) {
    return directory.resolve(pid + SUFFIX);
  }

  private void prepare() throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }
}
