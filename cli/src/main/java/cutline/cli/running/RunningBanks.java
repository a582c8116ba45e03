package cutline.cli.running;

import cutline.bank.BankAddress;
import cutline.bank.config.Member;
import cutline.cli.command.Protocol;
import cutline.runtime.Untrusted;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The banks that this user runs on this machine, so that commands in other terminals find them: one
 * small file for each process that knows a whole bank, in a directory that only the user can write.
 * The data of those banks that are gone with their process lies there too.
 */
public final class RunningBanks {

  private static final Pattern FILE =
      Pattern.compile("(\\d{1,10})(\\.bank|\\.bank\\.new|\\.sock|\\.data)");
  private static final long MAX_BYTES = 256 * 1024;

  /** The start of a process and the time of a file come from different clocks. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  private final Path directory;

  /** Those of the user's own directory. */
  public RunningBanks() {
    this(defaultDirectory());
  }

  public RunningBanks(Path directory) {
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
  public record Running(long pid, BankAddress bank, @Nullable Path supervisor) {}

  /** Where this process may take orders. */
  public Path socket() throws IOException {
    prepare();
    return socket(ProcessHandle.current().pid());
  }

  /** An empty directory for the data of a bank that this process runs. */
  Path newData() throws IOException {
    prepare();
    // Has what others left behind removed.
    var _ = list();
    Path data = data(ProcessHandle.current().pid());
    // An earlier process may have had the same number.
    TemporaryDirectory.delete(data);
    return Files.createDirectory(data);
  }

  /**
   * Writes down that this process runs a bank, until {@link #remove}.
   *
   * @param supervised whether it takes orders on {@link #socket}
   */
  public void add(BankAddress bank, boolean supervised) throws IOException {
    prepare();
    Properties properties = new Properties();
    properties.setProperty("bank", bank.id());
    properties.setProperty("total", String.valueOf(bank.total()));
    properties.setProperty("transport", Protocol.of(bank.order()).word());
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
  public void remove() {
    try {
      if (obstacle() == null) {
        remove(ProcessHandle.current().pid());
      }
    } catch (IOException e) {
      // Whoever finds it sees that the process is gone.
    }
  }

  private void remove(long pid) throws IOException {
    Files.deleteIfExists(file(pid));
    Files.deleteIfExists(directory.resolve(file(pid).getFileName() + ".new"));
    Files.deleteIfExists(socket(pid));
  }

  /**
   * The banks whose process is there, one for each bank, the oldest process first; what others left
   * behind is removed.
   */
  public List<Running> list() {
    List<Running> all = new ArrayList<>();
    try {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS) || obstacle() != null) {
        return List.of();
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Matcher name = FILE.matcher(file.getFileName().toString());
          if (name.matches()) {
            long pid = Long.parseLong(name.group(1));
            if (ProcessHandle.of(pid).isEmpty()) {
              remove(pid);
              removeData(pid);
            } else if (name.group(2).equals(".bank")) {
              Running running = read(file, pid);
              if (running != null) {
                all.add(running);
              }
            }
          }
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of();
    }
    all.sort(Comparator.comparingLong(Running::pid));
    // Not by its id alone, which need not depend on where its members are.
    Map<BankAddress, Running> byBank = new LinkedHashMap<>();
    for (Running running : all) {
      Running other = byBank.putIfAbsent(running.bank(), running);
      if (other != null && other.supervisor() == null && running.supervisor() != null) {
        byBank.put(running.bank(), running);
      }
    }
    return new ArrayList<>(byBank.values());
  }

  private void removeData(long pid) {
    try {
      TemporaryDirectory.delete(data(pid));
    } catch (IOException e) {
      // Its branches may be about to end; the next one who looks tries again.
    }
  }

  private @Nullable Running read(Path file, long pid) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      // Not a pipe, which would keep us waiting.
      if (!attributes.isRegularFile()
          || attributes.size() > MAX_BYTES
          || isYounger(pid, attributes.lastModifiedTime().toInstant())) {
        return null;
      }
      Properties properties = new Properties();
      try (Reader reader =
          new InputStreamReader(
              Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
              StandardCharsets.UTF_8)) {
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
              Untrusted.line(properties.getProperty("bank", "")),
              Long.parseLong(properties.getProperty("total", "")),
              members,
              Protocol.of(properties.getProperty("transport", "tcp")).orElseThrow().order()),
          Boolean.parseBoolean(properties.getProperty("supervised")) ? socket(pid) : null);
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NoSuchElementException e) {
      return null; // Half written, or not ours.
    }
  }

  /** Whether a process has begun after a time: then it has only got the number of another one. */
  private static boolean isYounger(long pid, Instant time) {
    Optional<Instant> start =
        ProcessHandle.of(pid).map(ProcessHandle::info).flatMap(ProcessHandle.Info::startInstant);
    return start.isPresent() && start.get().isAfter(time.plus(CLOCKS_DIFFER));
  }

  private Path file(long pid) {
    return directory.resolve(pid + ".bank");
  }

  private Path data(long pid) {
    return directory.resolve(pid + ".data");
  }

  private Path socket(long pid) {
    return directory.resolve(pid + ".sock");
  }

  private void prepare() throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    String obstacle = obstacle();
    if (obstacle != null) {
      throw new IOException(directory + " " + obstacle);
    }
  }

  /**
   * Why the directory is not to be trusted, or null: it lies where everybody may make directories,
   * and who can write in it could lead the user's commands anywhere.
   */
  private @Nullable String obstacle() throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      return "is not a directory";
    }
    if (!attributes.owner().equals(user())) {
      return "belongs to " + attributes.owner().getName();
    }
    return attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
            || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
        ? "can be written by others"
        : null;
  }

  /** Who this process runs as: whoever owns what it makes. The JDK knows only names. */
  private static UserPrincipal user() throws IOException {
    Path mine = Files.createTempFile("cutline", ".user");
    try {
      return Files.getOwner(mine);
    } finally {
      Files.delete(mine);
    }
  }
}
