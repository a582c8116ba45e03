package cutline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.running.RunningBanks;
import cutline.cli.testing.ClientBank;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients as scripts start and drive them. */
class ClientProcessesTest {

  @TempDir private Path directory;
  private final List<Program> programs = new ArrayList<>();

  @AfterEach
  void close() {
    programs.forEach(Program::close);
  }

  private Program client(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("client"));
    all.addAll(List.of(arguments));
    Program program =
        Program.start(
            directory,
            Map.of("CUTLINE_RUNTIME_DIR", directory.resolve("running").toString()),
            Program.command(all.toArray(String[]::new)));
    programs.add(program);
    return program;
  }

  /** Three clients that see each other. */
  private List<Program> three(String traffic, String... options) throws IOException {
    ClientBank.write(directory.resolve("config.json"), traffic);
    List<Program> clients = new ArrayList<>();
    for (String id : List.of("1", "2", "3")) {
      List<String> arguments = new ArrayList<>(List.of(id));
      arguments.addAll(List.of(options));
      clients.add(client(arguments.toArray(String[]::new)));
    }
    for (Program client : clients) {
      for (int other = 1; other <= 3; other++) {
        if (client != clients.get(other - 1)) {
          client.awaitErr("Client %d is there\\.".formatted(other));
        }
      }
    }
    return clients;
  }

  /** All three take snapshots, so some of them are under way together. */
  @ParameterizedTest
  @EnumSource
  void snapshotsOfAllThree(Protocol protocol) throws Exception {
    List<Program> clients =
        three("%s, \"transport\": \"%s\"".formatted(ClientBank.BUSY, protocol.word()));
    for (Program client : clients) {
      client.type(Collections.nCopies(50, "snapshot --json").toArray(String[]::new));
      client.type("balance");
    }
    for (Program client : clients) {
      client.awaitOut("Client \\d: \\$[\\d,]+");
    }
    int withMoneyOnTheFly = 0;
    for (Program client : clients) {
      List<String> snapshots = client.out().subList(0, 50);
      assertThat(snapshots)
          .allMatch(snapshot ->
              snapshot.contains("\"status\":\"COMPLETE\"")
                  && snapshot.contains("\"total\":3000,\"expected\":3000,\"consistent\":true"));
      for (String snapshot : snapshots) {
        withMoneyOnTheFly += snapshot.contains("\"inFlightTotal\":0,") ? 0 : 1;
      }
      client.awaitErr("Client \\d sent \\$\\d+ dollar to Client \\d\\. Balance: \\$[\\d,]+");
      client.awaitErr("Client \\d received \\$\\d+ dollar from Client \\d\\. Balance: \\$[\\d,]+");
      client.awaitErr(
          "Client \\d took part in snapshot \\d\\.1\\.\\d+ of Client \\d: balance \\$[\\d,]+, .*on the fly.*");
    }
    assertThat(withMoneyOnTheFly).isGreaterThan(75);
    for (Program client : clients) {
      client.endInput();
      assertThat(client.exitCode()).isZero();
      assertThat(client.err()).last().asString().matches("Client \\d stopped\\. Balance: .*");
    }
  }

  @Test
  void resultsAndTheLogAreApart() throws Exception {
    List<Program> clients = three(ClientBank.STILL);
    Program first = clients.getFirst();
    first.type("# a script", "", "transfer 3 $40", "frobnicate", "snapshot", "exit", "balance");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .hasSizeBetween(5, 6)
        .startsWith("$40 is on its way to Client 3")
        .endsWith("Total: $3,000 of $3,000 ✓ exact");
    assertThat(first.err().getFirst())
        .matches("Client 1 of 3 listening on 127\\.0\\.0\\.1:\\d+\\. Balance: \\$1,000");
    assertThat(first.err())
        .contains(
            "Client 1 sent $40 dollar to Client 3. Balance: $960",
            "there is no command 'frobnicate'; help lists them")
        .endsWith("Client 1 stopped. Balance: $960");
    clients.get(2).awaitErr("Client 3 received \\$40 dollar from Client 1\\. Balance: \\$1,040");
    clients.get(2).awaitErr("Client 1 has gone\\.");
  }

  @Test
  void theyComeInAnyOrder() throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL);
    Program third = client("3");
    third.awaitErr("Client 3 of 3 listening .*");
    third
        .type("snapshot")
        .awaitOut("Snapshot INCOMPLETE: Client 1, Client 2 were never seen\\. .*");
    Program first =
        client("1").awaitErr("Client 3 is there\\.").awaitErr("Client 2 is not there yet\\.");
    first
        .type("snapshot")
        .awaitOut("Snapshot INCOMPLETE: Client 2 was never seen\\. Not a result\\.");
    Program second = client("2");
    first.awaitErr("Client 2 is there\\.");
    third.awaitErr("Client 2 is there\\.");
    second.awaitErr("Client 1 is there\\.").awaitErr("Client 3 is there\\.");
    for (Program client : List.of(first, second, third)) {
      client.type("snapshot").awaitOut("Total: \\$3,000 of \\$3,000 ✓ exact");
    }
    for (Program client : List.of(first, second, third)) {
      client.endInput();
    }
    assertThat(first.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(second.exitCode()).isZero();
    assertThat(third.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(first.err()).filteredOn(line -> line.contains("not there yet")).hasSize(1);
  }

  @Test
  void anotherBanksClientIsRefusedAndBothSaySo() throws Exception {
    List<Integer> ports = FreePorts.some(3);
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL, ports, 1_000);
    ClientBank.write(directory.resolve("other.json"), ClientBank.STILL, ports, 2_000);
    Program first = client("1");
    Program stranger = client("2", "--config", "other.json");
    String why =
        "they belong to different systems .*; compare their config\\.json: ids and opening balances"
            + " must be the same";
    first.awaitErr("Client 1 (was refused by|refused a connection of) .*: " + why);
    stranger.awaitErr("Client 2 (was refused by|refused a connection of) .*: " + why);
    first.type("peers", "snapshot").endInput();
    assertThat(first.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(first.out().getFirst()).startsWith("Client 2  never seen  ");
    assertThat(first.err()).filteredOn(line -> line.matches(".*" + why)).hasSize(1);
  }

  @Test
  void aSnapshotWaitsForAClientThatWasKilled() throws Exception {
    List<Program> clients = three(ClientBank.BUSY, "--timeout", "3s", "--quiet");
    clients.get(2).process().destroyForcibly().waitFor();
    Program first = clients.getFirst().awaitErr("Client 3 has gone\\.");
    first.type("snapshot").awaitErr("The snapshot waits for Client 3");
    first.awaitOut("Snapshot 1\\.1\\.1 INCOMPLETE: no report from Client 3\\. Not a result\\.");
    first.type("snapshot --json").endInput();
    assertThat(first.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(first.out())
        .last()
        .asString()
        .contains("\"status\":\"INCOMPLETE\",\"reason\":\"no report from 3\"", "\"total\":null");
    assertThat(first.err()).noneMatch(line -> line.contains("dollar"));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsIt(String signal, int exitCode) throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL);
    Program client = client("1").awaitErr("Client 1 of 3 listening .*").type("snapshot");
    client.awaitOut("Snapshot INCOMPLETE.*");
    assertThat(client.signal(signal).exitCode()).isEqualTo(exitCode);
    assertThat(client.err()).last().isEqualTo("Client 1 stopped. Balance: $1,000");
  }

  /** As {@code ./client 1 <script | head -1}. */
  @Test
  void itEndsWhenNobodyReadsItsResults() throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL);
    Process client =
        new ProcessBuilder(Program.command("client", "1"))
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = client.inputReader();
        var in = client.outputWriter()) {
      in.write("balance\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("Client 1: $1,000");
      client.getInputStream().close();
      in.write("balance\n".repeat(3));
      in.flush();
      assertThat(client.waitFor(SocketBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isZero();
    } finally {
      client.destroyForcibly();
    }
  }

  @Test
  void otherCommandsFindTheBank() throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL);
    Program client = client("1").awaitErr("Client 1 of 3 listening .*");
    client.type("balance").awaitOut("Client 1: \\$1,000");
    RunningBanks banks = new RunningBanks(directory.resolve("running"));
    assertThat(banks.list())
        .singleElement()
        .satisfies(running -> {
          assertThat(running.bank().names()).containsExactly("1", "2", "3");
          assertThat(running.bank().total()).isEqualTo(3_000);
        });
    client.endInput();
    assertThat(client.exitCode()).isZero();
    assertThat(banks.list()).isEmpty();
    assertThat(directory.resolve("running")).isEmptyDirectory();
  }

  @Test
  void aLineWithoutAnEndIsBounded() throws Exception {
    ClientBank.write(directory.resolve("config.json"), ClientBank.STILL);
    Program client = client("1").type("x".repeat(1_000_000), "balance").endInput();
    assertThat(client.exitCode()).isZero();
    assertThat(client.out()).containsExactly("Client 1: $1,000");
    assertThat(client.err()).allMatch(line -> line.length() < 2_000);
  }
}
