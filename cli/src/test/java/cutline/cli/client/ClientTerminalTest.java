package cutline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.testing.ClientBank;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.cli.testing.Tmux;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients as people talk to them, in terminals. */
class ClientTerminalTest {

  private static final String EXACT = "Total: $3,000 of $3,000 ✓ exact";

  @TempDir private Path directory;
  private final List<Tmux> terminals = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Tmux terminal : terminals) {
      terminal.close();
    }
  }

  private Tmux client(int id, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("client", "" + id));
    arguments.addAll(List.of(options));
    Map<String, String> environment =
        Map.of("CUTLINE_RUNTIME_DIR", directory.resolve("running").toString(), "NO_COLOR", "1");
    Tmux terminal =
        Tmux.start(
            100, 30, directory, environment, Program.command(arguments.toArray(String[]::new)));
    terminals.add(terminal);
    return terminal;
  }

  private List<Tmux> three(String traffic, String... options) throws Exception {
    ClientBank.write(directory.resolve("config.json"), traffic);
    List<Tmux> clients = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      clients.add(client(id, options));
    }
    for (Tmux client : clients) {
      client.awaitLine("^>");
      await(client, "Client \\d is there\\.", 2);
    }
    return clients;
  }

  /** Waits until that many lines that ever were on the screen match. */
  private static void await(Tmux terminal, String regex, int count) {
    Awaitility.await()
        .atMost(SocketBank.PATIENCE)
        .until(
            () -> terminal.history().stream().filter(line -> line.matches(regex)).count() >= count);
  }

  private Tmux alone() throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL);
    Tmux client = client(1);
    client.awaitLine("^>");
    return client;
  }

  @Test
  void fiftySnapshotsFromThreeTerminals() throws Exception {
    List<Tmux> clients = three(ClientBank.BUSY, "--quiet");
    int[] wanted = {17, 17, 16};
    for (int round = 0; round < 17; round++) {
      for (int client = 0; client < 3; client++) {
        if (round < wanted[client]) {
          clients.get(client).line("snapshot");
        }
      }
    }
    int withMoneyOnTheFly = 0;
    for (int client = 0; client < 3; client++) {
      await(clients.get(client), "Total: .*", wanted[client]);
      List<String> history = clients.get(client).history();
      assertThat(history).filteredOn(line -> line.startsWith("Total: ")).containsOnly(EXACT);
      assertThat(history).noneMatch(line -> line.contains("Not a result"));
      withMoneyOnTheFly +=
          (int)
              history.stream()
                  .filter(line -> line.matches("Balances: .*  On the fly: \\$[1-9].*"))
                  .count();
    }
    assertThat(withMoneyOnTheFly).isGreaterThan(25);
  }

  @Test
  void theLogDoesNotTearThePrompt() throws Exception {
    Tmux client = three(ClientBank.LIVELY).getFirst();
    for (String part : List.of("s", "n", "a", "p", "s", "h", "o")) {
      client.keys(part);
      String typed = part;
      int lines = logged(client);
      Awaitility.await().atMost(SocketBank.PATIENCE).until(() -> logged(client) > lines + 5);
      client.await(screen -> prompt(screen).endsWith(typed));
    }
    client.await(screen -> prompt(screen).equals("> snapsho"));
    client.keys("t", "Enter");
    await(client, "Total: \\$3,000 of \\$3,000 ✓ exact", 1);
    client.line("quiet");
    await(client, "Transfers and the snapshots of others are not logged any more\\.", 1);
    assertThat(client.history())
        .filteredOn(line -> !line.isEmpty())
        .allMatch(line ->
            line.matches(
                "> ?.*|Client \\d .*|Client 1: .*|Snapshot .*|\\$\\d+ is being .*|Balances: .*"
                    + "|Total: .*|Transfers .*"));
  }

  private static int logged(Tmux client) throws Exception {
    return (int) client.history().stream().filter(line -> line.contains(" dollar ")).count();
  }

  /** The line that is being typed: the last one on the screen. */
  private static String prompt(List<String> screen) {
    return screen.stream().filter(line -> !line.isEmpty()).reduce((_, last) -> last).orElse("");
  }

  @Test
  void upBringsBackWhatWasTyped() throws Exception {
    Tmux client = alone();
    client.line("balance");
    client.awaitLine("^Client 1: \\$1,000");
    client.keys("Up").await(screen -> prompt(screen).equals("> balance"));
    client.keys("Enter");
    await(client, "Client 1: \\$1,000", 2);
  }

  @Test
  void tabCompletesCommandsAndIds() throws Exception {
    Tmux client = alone();
    client.keys("t", "r", "a", "n", "Tab").await(screen -> prompt(screen).startsWith("> transfer"));
    client.keys("3", "Space", "5", "Enter");
    client.awaitLine("^Client 3 is not there, and money goes only to those that are");
    client.keys("t", "r", "a", "n", "Tab", "Tab");
    client.awaitLine("^2 +3");
  }

  @Test
  void pastedLinesAreCarriedOutOneByOne() throws Exception {
    Tmux client = alone();
    String pasted = "balance\n".repeat(30) + "peers\nfrobnicate\n";
    client.line(pasted + "interval 5s");
    await(client, "A transfer every 5s, .*", 1);
    await(client, "Client 1: \\$1,000", 30);
    await(client, "there is no command 'frobnicate'; help lists them", 1);
    assertThat(client.history()).filteredOn("Client 1: $1,000"::equals).hasSize(30);
  }

  @Test
  void controlCEndsItInOrder() throws Exception {
    Tmux client = alone();
    client.keys("h", "a", "l", "f", "C-c");
    client.awaitLine("^\\(exit 130\\)");
    assertThat(client.screen()).contains("Client 1 stopped. Balance: $1,000");
  }

  @Test
  void controlDEndsIt() throws Exception {
    Tmux client = alone();
    client.keys("C-d");
    client.awaitLine("^\\(exit 0\\)");
    assertThat(client.screen()).contains("Client 1 stopped. Balance: $1,000");
  }

  @Test
  void exitEndsIt() throws Exception {
    Tmux client = alone();
    client.line("snapshot");
    client.awaitLine("^Snapshot INCOMPLETE: Client 2, Client 3 were never seen\\. Not a result\\.");
    client.line("exit");
    client.awaitLine("^\\(exit 3\\)");
  }

  /** What is under way is shown below the prompt, and the prompt stays usable. */
  @Test
  void aSnapshotThatTakesLongShowsItsProgress() throws Exception {
    Tmux client = three(ClientBank.STILL).getFirst();
    client.line("delay 3s");
    client.line("transfer 2 $40");
    client.line("snapshot");
    client.awaitLine("\\[#* *\\] reports \\d/3   \\d\\.\\d s");
    client.line("balance");
    client.awaitLine("^Client 1: \\$960");
    client.awaitLine("^Total: \\$3,000 of \\$3,000 ✓ exact");
    client.await(screen -> screen.stream().noneMatch(line -> line.contains("reports")));
  }

  @Test
  void theEndWaitsForASnapshotUntilControlC() throws Exception {
    List<Tmux> clients = three(ClientBank.STILL);
    Tmux first = clients.getFirst();
    clients.get(2).keys("C-c");
    await(first, "Client 3 has gone\\.", 1);
    first.line("snapshot").line("exit");
    first.awaitLine("^Waiting for a snapshot; Ctrl-C ends it now\\.");
    first.keys("C-c");
    first.awaitLine("^\\(exit 130\\)");
    assertThat(first.screen()).contains("The snapshot waits for Client 3");
  }
}
