package cutline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.cli.command.ExitCode;
import cutline.cli.testing.SocketBank;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsTest {

  private MemoryClients clients;

  @BeforeEach
  void start() throws Exception {
    clients = new MemoryClients(Duration.ofSeconds(30), "2", "3");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private List<String> answers(String line) throws InterruptedException {
    assertThat(clients.type(line)).as(line).isTrue();
    assertThat(clients.objections()).as(line).isEmpty();
    return clients.answers();
  }

  private List<String> objections(String line) throws InterruptedException {
    assertThat(clients.type(line)).as(line).isTrue();
    assertThat(clients.answers()).as(line).isEmpty();
    return clients.objections();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "balance          | Client 1: $1,000",
        "  BALANCE        | Client 1: $1,000",
        "transfer 2 $40   | $40 is on its way to Client 2",
        "transfer 2 40    | $40 is on its way to Client 2",
        "transfer 3 1,000 | $1,000 is on its way to Client 3",
        "traffic          | A transfer every 10s, with a probability of 0.2; delay 0s",
        "pause            | A transfer every 10s, with a probability of 0.2; delay 0s (paused)",
        "resume           | A transfer every 10s, with a probability of 0.2; delay 0s",
        "delay 2s         | A transfer every 10s, with a probability of 0.2; delay 2s",
        "delay 0s..2s     | A transfer every 10s, with a probability of 0.2; delay 0s..2s",
        "delay 0s         | A transfer every 10s, with a probability of 0.2; delay 0s",
        "probability 0.5  | A transfer every 10s, with a probability of 0.5; delay 0s",
        "probability 0    | A transfer every 10s, with a probability of 0.0; delay 0s",
        "interval 300ms   | A transfer every 300ms, with a probability of 0.2; delay 0s",
        "snapshots        | No snapshot was taken here yet.",
        "quiet            | Transfers and the snapshots of others are not logged any more.",
        "verbose          | Transfers and the snapshots of others are logged."
      })
  void answer(String line, String answer) throws Exception {
    assertThat(answers(line)).containsExactly(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "snapsho          | there is no command 'snapsho'; did you mean snapshot?",
        "frobnicate       | there is no command 'frobnicate'; help lists them",
        "a\u001b[A        | there is no command 'a [A'; help lists them",
        "transfer         | expected: transfer ID AMOUNT",
        "transfer 2       | expected: transfer ID AMOUNT",
        "transfer 2 4 5   | expected: transfer ID AMOUNT",
        "snapshot now     | expected: snapshot [--json]",
        "balance --yaml   | expected: balance [--json]",
        "pause --json     | expected: pause",
        "show             | expected: show SNAPSHOT [--json]",
        "show 1.1.1       | no snapshot was taken here yet",
        "transfer 2 forty | 'forty' is not an amount (expected whole dollars, as in 40 or $40)",
        "transfer 2 4.5   | '4.5' is not an amount (expected whole dollars, as in 40 or $40)",
        "transfer 2 1,00  | '1,00' is not an amount (expected whole dollars, as in 40 or $40)",
        "transfer 2 99999999999999999999 | 99999999999999999999 is more than any client can have",
        "transfer 2 0     | 0 cannot be sent: the least is $1",
        "transfer 2 -5    | -5 cannot be sent: the least is $1",
        "transfer 1 5     | Client 1 cannot send money to itself",
        "transfer 9x9 5   | there is no client 9x9; the clients are 1, 2, 3",
        "transfer 22 5    | there is no client 22; the clients are 1, 2, 3",
        "transfer 2 1001  | Client 1 has only $1,000, not $1,001",
        "delay 2          | '2' is not a duration (expected a number and a unit, as in 200ms, 5s, 1m)",
        "delay 25h        | '25h' is more than a day",
        "delay 2s..1s     | '2s..1s' ends before it begins",
        "delay -1s        | '-1s' is not a duration (expected a number and a unit, as in 200ms, 5s, 1m)",
        "interval 0s      | the interval must be more than 0s",
        "interval soon    | 'soon' is not a duration (expected a number and a unit, as in 200ms, 5s, 1m)",
        "probability 1.5  | '1.5' is not a number between 0 and 1",
        "probability -0.1 | '-0.1' is not a number between 0 and 1",
        "probability NaN  | 'NaN' is not a number between 0 and 1",
        "probability half | 'half' is not a number between 0 and 1"
      })
  void object(String line, String objection) throws Exception {
    assertThat(objections(line)).containsExactly(objection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t", "# snapshot", "#"})
  void nothingIsNothing(String line) throws Exception {
    assertThat(answers(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "quit", " Exit "})
  void itEnds(String line) throws Exception {
    assertThat(clients.type(line)).isFalse();
  }

  @Test
  void aStrangersLineIsNotRepeatedInFull() throws Exception {
    assertThat(objections("x".repeat(100_000)).getFirst()).hasSizeLessThan(1_100);
  }

  @Test
  void helpListsEveryCommand() throws Exception {
    List<String> help = answers("help");
    assertThat(help).hasSize(ClientVerb.values().length).allMatch(line -> line.length() < 100);
    for (String word : ClientVerb.words()) {
      assertThat(help).anyMatch(line -> line.startsWith(word + " "));
    }
  }

  @Test
  void transfersArrive() throws Exception {
    answers("transfer 2 40");
    assertThat(clients.logged).contains("Client 1 sent $40 dollar to Client 2. Balance: $960");
    assertThat(answers("snapshot"))
        .contains(
            "Client 1: $960  Client 2: $1,040  Client 3: $1,000",
            "Total: $3,000 of $3,000 ✓ exact");
  }

  @Test
  void quietIsAboutTransfersOnly() throws Exception {
    answers("quiet");
    answers("transfer 2 40");
    clients.kill("3");
    assertThat(clients.logged)
        .contains("Client 3 has gone.")
        .noneMatch(line -> line.contains("dollar"));
    answers("verbose");
    answers("transfer 2 40");
    assertThat(clients.logged).contains("Client 1 sent $40 dollar to Client 2. Balance: $920");
  }

  @Test
  void moneyOnTheFlyIsShown() throws Exception {
    answers("delay 300ms");
    answers("transfer 3 $40");
    answers("transfer 3 $12");
    assertThat(answers("snapshot").subList(1, 6))
        .containsExactly(
            "Client 1: $948  Client 2: $1,000  Client 3: $1,000",
            "$40 is being sent from Client 1 to Client 3",
            "$12 is being sent from Client 1 to Client 3",
            "Balances: $2,948  On the fly: $52",
            "Total: $3,000 of $3,000 ✓ exact");
    assertThat(clients.snapshots.exitCode()).isZero();
  }

  @Test
  void theWholeBankGoesBack() throws Exception {
    answers("snapshot");
    String id = clients.snapshots.ids().getFirst();
    answers("transfer 3 $40");
    for (int again = 0; again < 2; again++) {
      assertThat(answers("restore " + id))
          .containsExactly("The bank is back at snapshot " + id + ".");
      assertThat(answers("balance")).containsExactly("Client 1: $1,000");
    }
    assertThat(clients.logged)
        .contains("Client 1 went back to snapshot " + id + ", as all clients do.");
    assertThat(clients.snapshots.exitCode()).isZero();
    assertThat(objections("restore soon"))
        .containsExactly("'soon' is not the id of a snapshot, such as 1.1.7");
    assertThat(objections("restore 1.1.99"))
        .containsExactly("the bank stays as it is: 1 has no finished part of snapshot 1.1.99");
    assertThat(clients.snapshots.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void aBalanceAsJson() throws Exception {
    assertThat(answers("balance --json"))
        .containsExactly("{\"schema\":\"cutline.balance/1\",\"client\":\"1\",\"balance\":1000}");
  }

  @Test
  void aSnapshotAsJson() throws Exception {
    assertThat(answers("snapshot --json"))
        .singleElement()
        .asString()
        .startsWith("{\"schema\":\"cutline.snapshot/1\",\"id\":\"1.1.1\"")
        .contains("\"balances\":{\"1\":1000,\"2\":1000,\"3\":1000}", "\"consistent\":true");
  }

  @Test
  void severalAtOnceAreAllDecided() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(clients.commands.execute("snapshot --json")).isTrue();
    }
    clients.snapshots.await();
    assertThat(clients.answers())
        .hasSize(20)
        .allMatch(line -> line.contains("\"total\":3000,\"expected\":3000"));
    assertThat(clients.snapshots.countUnderWay()).isZero();
  }

  @Test
  void theLastSixteenAreKept() throws Exception {
    for (int i = 0; i < 18; i++) {
      answers("snapshot");
    }
    clients.now.addAndGet(Duration.ofMinutes(3).toNanos());
    List<String> list = answers("snapshots");
    assertThat(list)
        .hasSize(16)
        .startsWith("1.1.3   COMPLETE  3 min ago  $3,000 ✓ exact, $0 on the fly")
        .endsWith("1.1.18  COMPLETE  3 min ago  $3,000 ✓ exact, $0 on the fly");
    assertThat(answers("snapshots --json"))
        .hasSize(16)
        .allMatch(line -> line.startsWith("{\"schema\":\"cutline.snapshot/1\""));
    assertThat(answers("show 1.1.18").getFirst()).startsWith("Snapshot 1.1.18 from Client 1   ");
    assertThat(answers("show 1.1.18 --json").getFirst()).contains("\"id\":\"1.1.18\"");
    String known =
        String.join(", ", IntStream.rangeClosed(3, 18).mapToObj(i -> "1.1." + i).toList());
    assertThat(objections("show 1.1.2"))
        .containsExactly(
            "there is no snapshot 1.1.2 here any more or yet; the last ones are " + known);
  }

  @Test
  void peersAreThereOrAway() throws Exception {
    clients.kill("3");
    assertThat(answers("peers"))
        .containsExactly("Client 2  there  memory:9102", "Client 3  away   memory:9103");
    assertThat(answers("peers --json"))
        .containsExactly(
            "{\"schema\":\"cutline.peers/1\",\"client\":\"1\",\"peers\":["
                + "{\"client\":\"2\",\"there\":true,\"seen\":true},"
                + "{\"client\":\"3\",\"there\":false,\"seen\":true}]}");
    assertThat(objections("transfer 3 5"))
        .containsExactly("Client 3 is not there, and money goes only to those that are");
  }

  @Test
  void withoutAClientThatWasNeverSeenThereIsNoSnapshot() throws Exception {
    try (MemoryClients some = new MemoryClients(Duration.ofSeconds(30), "2")) {
      some.type("snapshot");
      assertThat(some.answers())
          .containsExactly("Snapshot INCOMPLETE: Client 3 was never seen. Not a result.");
      some.type("peers");
      assertThat(some.answers()).contains("Client 3  never seen  memory:9103");
      some.type("snapshots");
      assertThat(some.answers()).containsExactly("-  INCOMPLETE  0 s ago  Client 3 was never seen");
      assertThat(some.snapshots.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
      some.start("3");
      some.type("snapshot");
      assertThat(some.answers()).contains("Total: $3,000 of $3,000 ✓ exact");
    }
  }

  @Test
  void aSnapshotWaitsForAClientThatIsAwayAndNamesIt() throws Exception {
    try (MemoryClients some = new MemoryClients(Duration.ofMillis(200), "2", "3")) {
      some.kill("3");
      some.type("snapshot");
      assertThat(some.remarks).containsExactly("The snapshot waits for Client 3");
      assertThat(some.answers())
          .containsExactly("Snapshot 1.1.1 INCOMPLETE: no report from Client 3. Not a result.");
    }
  }

  @Test
  void completions() throws Exception {
    answers("snapshot");
    assertThat(clients.commands.completions(List.of())).isEqualTo(ClientVerb.words());
    assertThat(clients.commands.completions(List.of("transfer"))).containsExactly("2", "3");
    assertThat(clients.commands.completions(List.of("transfer", "2"))).isEmpty();
    assertThat(clients.commands.completions(List.of("show"))).containsExactly("1.1.1");
    assertThat(clients.commands.completions(List.of("show", "1.1.1"))).containsExactly("--json");
    assertThat(clients.commands.completions(List.of("snapshot"))).containsExactly("--json");
    assertThat(clients.commands.completions(List.of("snapshot", "--json"))).isEmpty();
    assertThat(clients.commands.completions(List.of("nonsense"))).isEmpty();
  }

  /** A transfer to a client that has just gone is refused, never lost. */
  @Test
  void whoHasGoneGetsNothing() throws Exception {
    clients.kill("2");
    assertThat(objections("transfer 2 5")).hasSize(1);
    assertThat(answers("balance")).containsExactly("Client 1: $1,000");
    await().atMost(SocketBank.PATIENCE).until(() -> clients.logged.contains("Client 2 has gone."));
  }
}
