package cutline.cli.bench;

import cutline.cli.command.CommandException;
import cutline.cli.command.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server with a cluster of its own, which nobody else uses. It ends when its standard
 * input does, so it does not outlive this process, however that ends.
 */
final class PostgresServer implements AutoCloseable {

  static final String USER = "bench";

  /**
   * Durable; no checkpoint disturbs it while it is measured. The arguments: its directory, that of
   * the programs, that of the socket, its superuser. It ignores signals, since the end of its input
   * is what ends it.
   */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cd "$1" || exit
      if {
        "$2/initdb" -D cluster -U "$4" -A trust -E UTF8 --no-locale --no-sync &&
        cat >>cluster/postgresql.conf <<END &&
      listen_addresses = ''
      unix_socket_directories = '$3'
      fsync = on
      synchronous_commit = on
      shared_buffers = 256MB
      max_wal_size = 4GB
      checkpoint_timeout = 1h
      plan_cache_mode = force_generic_plan
      jit = off
      END
        "$2/pg_ctl" -D cluster -w start
      } >log 2>&1; then
        echo ready
        cat >/dev/null
      fi
      "$2/pg_ctl" -D cluster -m immediate -w stop >/dev/null 2>&1
      """;

  /** Becomes that user, and then the command. Unlike runuser, it leaves no process in between. */
  private static final String AS_USER =
      "exec setpriv --reuid \"$0\" --regid \"$(id -g \"$0\")\" --clear-groups \"$@\"";

  private final Path programs;
  private final Path directory;
  private final Scratch socket;
  private final Process process;

  /**
   * Starts it.
   *
   * @param programs the directory of PostgreSQL's programs
   * @param parent of the directory that is made for it
   */
  PostgresServer(Path programs, Path parent) throws IOException, CommandException {
    this.programs = programs;
    directory = Files.createTempDirectory(parent, "postgresql").toAbsolutePath();
    // Of its own, since the path of a socket must be short.
    socket = new Scratch(Path.of(System.getProperty("java.io.tmpdir")));
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      UserPrincipal user = unprivileged();
      Files.setOwner(directory, user);
      Files.setOwner(socket.path(), user);
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
      command.addAll(List.of("sh", "-c", AS_USER, user.getName()));
    }
    command.addAll(List.of("sh", "-c", SCRIPT, "postgresql"));
    command.addAll(List.of(directory.toString(), programs.toString(), socket(), USER));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    awaitReady();
  }

  /** PostgreSQL does not run as root. */
  private boolean isRoot() throws IOException {
    return Files.getAttribute(directory, "unix:uid").equals(0);
  }

  private UserPrincipal unprivileged() throws IOException {
    try {
      return user("postgres");
    } catch (UserPrincipalNotFoundException e) {
      return user("nobody");
    }
  }

  private UserPrincipal user(String name) throws IOException {
    return directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
  }

  private void awaitReady() throws IOException, CommandException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(said.readLine())) {
      String why = lastLine();
      close();
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "peers.postgresql: the server does not start in %s: %s".formatted(directory, why));
    }
  }

  private String lastLine() throws IOException {
    Path log = directory.resolve("log");
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return lines.isEmpty()
        ? "user %s must be able to enter it, see --data".formatted(Files.getOwner(directory))
        : lines.getLast();
  }

  /** The directory of its socket, which is what clients call the host. */
  String socket() {
    return socket.path().toString();
  }

  /** A client's program, with the arguments that lead it here. */
  List<String> client(String program, List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of(programs.resolve(program).toString(), "-h", socket(), "-U", USER));
    command.addAll(arguments);
    return command;
  }

  /**
   * Stops it, and waits for that even if this thread is interrupted: its files are deleted then.
   */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      var _ = process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
      socket.close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}
