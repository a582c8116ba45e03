package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lines that other programs read (docs/formats.md), character by character. */
class SnapshotJsonTest {

  private static final Instant TEN_EIGHTEEN = Instant.parse("2026-11-20T10:18:00.123987Z");

  private final SortedMap<Channel, List<Transfer>> channels = new TreeMap<>();

  private void inFlight(String from, String to, long... amounts) {
    channels.put(new Channel(from, to), Arrays.stream(amounts).mapToObj(Transfer::new).toList());
  }

  private String line(
      @Nullable SnapshotId id,
      String initiator,
      SnapshotStatus status,
      @Nullable String reason,
      Map<String, Long> balances,
      int markers,
      long expected) {
    SortedMap<String, BranchState> states = new TreeMap<>();
    balances.forEach((branch, balance) -> states.put(branch, new BranchState(balance)));
    return SnapshotJson.line(
        new BankSnapshot(
            new GlobalSnapshot<>(id, initiator, status, reason, states, channels, markers),
            expected,
            TEN_EIGHTEEN,
            Duration.ofNanos(4_873_999)));
  }

  @Test
  void complete() {
    inFlight("A", "B", 100, 20);
    inFlight("C", "A", 38);
    inFlight("D", "C", 230);
    assertThat(
            line(
                new SnapshotId("A", 1, 7),
                "A",
                SnapshotStatus.COMPLETE,
                null,
                Map.of("A", 812L, "B", 1_043L, "C", 967L, "D", 790L),
                12,
                4_000))
        .isEqualTo(
            """
            {"schema":"cutline.snapshot/1","id":"A.1.7","initiator":"A","status":"COMPLETE","reason":null,\
            "balances":{"A":812,"B":1043,"C":967,"D":790},\
            "channels":[{"from":"A","to":"B","amounts":[100,20]},{"from":"C","to":"A","amounts":[38]},\
            {"from":"D","to":"C","amounts":[230]}],\
            "balanceTotal":3612,"inFlightTotal":388,"total":4000,"expected":4000,"consistent":true,\
            "markers":12,"startedAt":"2026-11-20T10:18:00.123Z","durationMicros":4873}\
            """);
  }

  @Test
  void inconsistent() {
    assertThat(
            line(
                new SnapshotId("A", 1, 1),
                "A",
                SnapshotStatus.COMPLETE,
                null,
                Map.of("A", Long.MAX_VALUE, "B", Long.MAX_VALUE),
                2,
                0))
        .isEqualTo(
            """
            {"schema":"cutline.snapshot/1","id":"A.1.1","initiator":"A","status":"COMPLETE","reason":null,\
            "balances":{"A":9223372036854775807,"B":9223372036854775807},"channels":[],\
            "balanceTotal":18446744073709551614,"inFlightTotal":0,"total":18446744073709551614,\
            "expected":0,"consistent":false,\
            "markers":2,"startedAt":"2026-11-20T10:18:00.123Z","durationMicros":4873}\
            """);
  }

  @Test
  void incompleteWithoutAnId() {
    assertThat(line(null, "C", SnapshotStatus.INCOMPLETE, "no answer from C", Map.of(), 0, 4_000))
        .isEqualTo(
            """
            {"schema":"cutline.snapshot/1","id":null,"initiator":"C","status":"INCOMPLETE",\
            "reason":"no answer from C","balances":{},"channels":[],\
            "balanceTotal":0,"inFlightTotal":0,"total":null,"expected":4000,"consistent":null,\
            "markers":0,"startedAt":"2026-11-20T10:18:00.123Z","durationMicros":4873}\
            """);
  }

  @Test
  void incompleteWithWhatIsKnown() {
    inFlight("A", "B", 5);
    assertThat(
            line(
                new SnapshotId("B", 2, 10),
                "B",
                SnapshotStatus.INCOMPLETE,
                "no report from A, C",
                Map.of("B", 10L),
                1,
                15))
        .isEqualTo(
            """
            {"schema":"cutline.snapshot/1","id":"B.2.10","initiator":"B","status":"INCOMPLETE",\
            "reason":"no report from A, C","balances":{"B":10},\
            "channels":[{"from":"A","to":"B","amounts":[5]}],\
            "balanceTotal":10,"inFlightTotal":5,"total":null,"expected":15,"consistent":null,\
            "markers":1,"startedAt":"2026-11-20T10:18:00.123Z","durationMicros":4873}\
            """);
  }

  @Test
  void aborted() {
    assertThat(
            line(
                new SnapshotId("A", 1, 3),
                "A",
                SnapshotStatus.ABORTED,
                "channel B→A is out of order",
                Map.of("A", 0L),
                0,
                0))
        .isEqualTo(
            """
            {"schema":"cutline.snapshot/1","id":"A.1.3","initiator":"A","status":"ABORTED",\
            "reason":"channel B→A is out of order","balances":{"A":0},"channels":[],\
            "balanceTotal":0,"inFlightTotal":0,"total":null,"expected":0,"consistent":null,\
            "markers":0,"startedAt":"2026-11-20T10:18:00.123Z","durationMicros":4873}\
            """);
  }

  @Test
  void hostileNamesAreText() {
    String quote = "\",\"total\":1,\"";
    String tag = "</script><b>\\";
    inFlight(quote, tag, 1);
    assertThat(
            line(
                new SnapshotId(quote, 1, 1),
                quote,
                SnapshotStatus.ABORTED,
                "one\ntwo\u0000\u001b[2J",
                Map.of(quote, 1L, tag, 2L, "🏦", 3L),
                0,
                0))
        .isEqualTo(
            """
            {"schema":"cutline.snapshot/1","id":"\\",\\"total\\":1,\\".1.1","initiator":"\\",\\"total\\":1,\\"",\
            "status":"ABORTED","reason":"one\\ntwo\\u0000\\u001B[2J",\
            "balances":{"\\",\\"total\\":1,\\"":1,"</script><b>\\\\":2,"🏦":3},\
            "channels":[{"from":"\\",\\"total\\":1,\\"","to":"</script><b>\\\\","amounts":[1]}],\
            "balanceTotal":6,"inFlightTotal":1,"total":null,"expected":0,"consistent":null,\
            "markers":0,"startedAt":"2026-11-20T10:18:00.123Z","durationMicros":4873}\
            """);
  }

  @Test
  void timesBeforeTheEpochAndWithoutAFractionHaveTheSameForm() {
    BankSnapshot snapshot =
        new BankSnapshot(
            new GlobalSnapshot<>(
                null,
                "A",
                SnapshotStatus.INCOMPLETE,
                "no answer from A",
                new TreeMap<>(),
                new TreeMap<>(),
                0),
            0,
            Instant.parse("1969-12-31T23:59:59Z"),
            Duration.ZERO);
    assertThat(SnapshotJson.line(snapshot))
        .contains("\"startedAt\":\"1969-12-31T23:59:59.000Z\",\"durationMicros\":0}");
  }
}
