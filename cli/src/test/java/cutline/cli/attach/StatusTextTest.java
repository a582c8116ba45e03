package cutline.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.terminal.Colors;
import cutline.cli.testing.Statuses;
import cutline.core.ChannelOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

  private static String text(BankStatus status) {
    return String.join("\n", StatusText.lines(status, Colors.NONE)) + "\n";
  }

  @Test
  void someAreMissing() {
    assertThat(text(Statuses.mixed()))
        .isEqualTo(
            """
            Bank of 4 members · total $4,000
              member  address         state    balance   sent  received  connected  snapshots
              A       127.0.0.1:9091  started      808  1,234     1,199        2/3          0
              B       127.0.0.1:9092  paused       962     96       120        2/3          2
              C       127.0.0.1:9093  not reachable (nobody listens at 127.0.0.1:9093)
              D       127.0.0.1:9094  waiting    1,000      0         0        2/3          0
            balances add up to $2,770 of $4,000, without C
            """);
  }

  @Test
  void anAddressOfUdpSaysSo() {
    assertThat(text(new Statuses(7).over(ChannelOrder.NON_FIFO).isAway("A", "").now()))
        .contains("  A       127.0.0.1:9091 (UDP)  not reachable (no answer)\n");
  }

  @Test
  void nobodyAnswers() {
    assertThat(text(new Statuses(7).isAway("A", "").now()))
        .isEqualTo(
            """
            Bank of 1 member · total $7
              member  address         state  balance  sent  received  connected  snapshots
              A       127.0.0.1:9091  not reachable (no answer)
            balances add up to $0 of $7, without A
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3655 | balances add up to $3,655 of $4,000: the rest is in flight, or they were asked at"
            + " different moments; `cutline snapshot` tells",
        "4000 | balances add up to $4,000 of $4,000, asked at different moments; `cutline snapshot`"
            + " tells what is in flight",
        "4001 | balances add up to $4,001 of $4,000: they were asked at different moments; `cutline"
            + " snapshot` tells"
      })
  void theSumIsCalledWhatItIs(long sum, String line) {
    BankStatus status =
        new Statuses(4_000)
            .says("A", Statuses.started(sum - 1, 0, 0, 1, 1))
            .says("B", Statuses.started(1, 0, 0, 1, 1))
            .now();
    assertThat(StatusText.lines(status, Colors.NONE)).last().isEqualTo(line);
  }

  @Test
  void theSumMayBeMoreThanALongHolds() {
    BankStatus status =
        new Statuses(Long.MAX_VALUE)
            .says("A", Statuses.started(Long.MAX_VALUE, 0, 0, 1, 1))
            .says("B", Statuses.started(Long.MAX_VALUE, 0, 0, 1, 1))
            .now();
    assertThat(StatusText.lines(status, Colors.NONE))
        .last()
        .asString()
        .startsWith("balances add up to $18,446,744,073,709,551,614 of ");
  }

  @Test
  void coloursDoNotMoveColumns() {
    Colors on = Colors.of(Colors.When.always, Map.of(), true);
    String colored = String.join("\n", StatusText.lines(Statuses.mixed(), on)) + "\n";
    assertThat(colored)
        .contains(
            "\033[32mstarted\033[0m", "\033[33mpaused\033[0m", "\033[31m\033[1mnot reachable");
    assertThat(colored.replaceAll("\033\\[\\d*m", "")).isEqualTo(text(Statuses.mixed()));
  }

  @Test
  void asJson() {
    assertThat(StatusJson.line(Statuses.mixed()))
        .isEqualTo(
            """
            {"schema":"cutline.status/1","bank":"aade64b1881ed4f364a2075f52bbedd4","total":4000,"transport":"tcp","members":[\
            {"name":"A","host":"127.0.0.1","port":9091,"state":"started","balance":808,"sent":1234,"received":1199,"connected":2,"peers":3,"openSnapshots":[],"obstacle":null},\
            {"name":"B","host":"127.0.0.1","port":9092,"state":"paused","balance":962,"sent":96,"received":120,"connected":2,"peers":3,"openSnapshots":["A.1.7","B.1.2"],"obstacle":null},\
            {"name":"C","host":"127.0.0.1","port":9093,"state":"unreachable","balance":null,"sent":null,"received":null,"connected":null,"peers":null,"openSnapshots":null,"obstacle":"nobody listens at 127.0.0.1:9093"},\
            {"name":"D","host":"127.0.0.1","port":9094,"state":"waiting","balance":1000,"sent":0,"received":0,"connected":2,"peers":3,"openSnapshots":[],"obstacle":null}]}\
            """);
  }
}
