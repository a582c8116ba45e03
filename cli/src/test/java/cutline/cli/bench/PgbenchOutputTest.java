package cutline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PgbenchOutputTest {

  private static final String OF_15 =
      """
      pgbench (15.18 (Debian 15.18-0+deb12u1))
      transaction type: transfer.sql
      scaling factor: 1
      query mode: prepared
      number of clients: 32
      number of threads: 2
      maximum number of tries: 1
      duration: 5 s
      number of transactions actually processed: 97511
      number of failed transactions: 0 (0.000%)
      latency average = 1.637 ms
      initial connection time = 43.832 ms
      tps = 19549.635235 (without initial connection time)
      """;

  private static final String OF_13 =
      """
      transaction type: transfer.sql
      number of transactions actually processed: 1200
      latency average = 1.637 ms
      tps = 230.000000 (including connections establishing)
      tps = 240.500000 (excluding connections establishing)
      """;

  @Test
  void theRateIsTheOneWithoutTheTimeToConnect() {
    assertThat(PgbenchOutput.rate(OF_15)).isEqualTo(new Rate(97_511, 19_549.635235));
    assertThat(PgbenchOutput.rate(OF_13)).isEqualTo(new Rate(1_200, 240.5));
  }

  @Test
  void failedTransactionsAreNoResult() {
    assertThatThrownBy(
            () -> PgbenchOutput.rate(OF_15.replace("transactions: 0 (", "transactions: 7 (")))
        .hasMessageContaining("transactions have failed");
  }

  @Test
  void outputWithoutARateIsNoResult() {
    assertThatThrownBy(() -> PgbenchOutput.rate("pgbench: error: connection refused"))
        .hasMessageContaining("connection refused");
  }

  @Test
  void theThirdFieldOfItsLogIsTheTimeOfATransaction() {
    Histogram nanos = new Histogram(3);
    PgbenchOutput.addTimes(
        List.of("0 1 69 0 1763719631 201344", "0 2 71 0 1763719631 201415"), nanos);
    assertThat(nanos.getTotalCount()).isEqualTo(2);
    assertThat(nanos.getCountAtValue(69_000)).isEqualTo(1);
    assertThat(nanos.getCountAtValue(71_000)).isEqualTo(1);
  }
}
