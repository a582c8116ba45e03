package cutline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.cli.terminal.Colors;
import cutline.cli.testing.Snapshots;
import cutline.cli.text.Figures;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSnapshotTextTest {

  private static final Duration TOOK = Duration.ofMillis(4_900);

  private static String text(List<String> ids, BankSnapshot snapshot) {
    return String.join("\n", new ClientSnapshotText(ids, Colors.NONE).lines(snapshot, 60)) + "\n";
  }

  @Test
  void exact() {
    BankSnapshot snapshot =
        new Snapshots()
            .balance("1", 972)
            .balance("2", 1_012)
            .balance("3", 976)
            .inFlight("1", "3", 40)
            .complete(3_000, TOOK);
    assertThat(text(List.of("1", "2", "3"), snapshot))
        .isEqualTo(
            """
            Snapshot A.1.7 from Client A   4.9 s
            Client 1: $972  Client 2: $1,012  Client 3: $976
            $40 is being sent from Client 1 to Client 3
            Balances: $2,960  On the fly: $40
            Total: $3,000 of $3,000 ✓ exact
            """);
  }

  @ParameterizedTest
  @CsvSource({"2988, ✗ $12 are missing", "4000, '✗ $1,000 too many'"})
  void wrong(long balance, String verdict) {
    BankSnapshot snapshot = new Snapshots().balance("1", balance).complete(3_000, TOOK);
    assertThat(text(List.of("1"), snapshot))
        .endsWith("Total: $%,d of $3,000 %s\n".formatted(balance, verdict));
  }

  @Test
  void clientsComeInTheirOwnOrderAndInLinesThatFit() {
    List<String> ids = IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toList();
    Snapshots snapshot = new Snapshots().inFlight("10", "2", 7, 5).inFlight("2", "10", 3);
    ids.forEach(id -> snapshot.balance(id, 1_000));
    assertThat(text(ids, snapshot.complete(10_015, TOOK)))
        .isEqualTo(
            """
            Snapshot A.1.7 from Client A   4.9 s
            Client 1: $1,000  Client 2: $1,000  Client 3: $1,000
            Client 4: $1,000  Client 5: $1,000  Client 6: $1,000
            Client 7: $1,000  Client 8: $1,000  Client 9: $1,000
            Client 10: $1,000
            $3 is being sent from Client 2 to Client 10
            $7 is being sent from Client 10 to Client 2
            $5 is being sent from Client 10 to Client 2
            Balances: $10,000  On the fly: $15
            Total: $10,015 of $10,015 ✓ exact
            """);
  }

  @Test
  void fiftyAmountsAreShown() {
    BankSnapshot snapshot =
        new Snapshots()
            .balance("1", 0)
            .inFlight("1", "2", LongStream.rangeClosed(1, 173).toArray())
            .complete(15_051, TOOK);
    List<String> lines = new ClientSnapshotText(List.of("1", "2"), Colors.NONE).lines(snapshot, 60);
    assertThat(lines).hasSize(2 + 50 + 1 + 2);
    assertThat(lines.get(51)).isEqualTo("$50 is being sent from Client 1 to Client 2");
    assertThat(lines.get(52)).isEqualTo("and 123 more ($13,776)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INCOMPLETE | 3 was never seen       | Client 3 was never seen",
        "INCOMPLETE | 2, 3 were never seen   | Client 2, Client 3 were never seen",
        "INCOMPLETE | no report from 3       | no report from Client 3",
        "INCOMPLETE | no report from 1, 3    | no report from Client 1, Client 3",
        "INCOMPLETE | no report from my aunt | no report from my aunt",
        "ABORTED    | 3 snapshots are open   | 3 snapshots are open"
      })
  void whatIsNotAResultSaysSo(SnapshotStatus status, String reason, String said) {
    BankSnapshot snapshot = new Snapshots().without(status, reason);
    assertThat(text(List.of("1", "2", "3"), snapshot))
        .isEqualTo("Snapshot %s: %s. Not a result.\n".formatted(status, said));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0 s ago",
    "0, 0 s ago",
    "59, 59 s ago",
    "60, 1 min ago",
    "3599, 59 min ago",
    "7200, 2 h ago"
  })
  void ages(long seconds, String text) {
    assertThat(Figures.ago(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
