package cutline.bank.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidYouMeanTest {

  private static final List<String> KNOWN =
      List.of("id", "host", "port", "balance", "snapshot", "maxAmount", "x");

  @ParameterizedTest
  @CsvSource({
    "host, host",
    "hosts, host",
    "hst, host",
    "hots, host",
    "hpst, host",
    "prot, port",
    "di, id",
    "ID, id",
    "idd, id",
    "balnace, balance",
    "ablanec, balance",
    "blnce, balance",
    "snapsot, snapshot",
    "MAXAMOUNT, maxAmount",
    "max_amount, maxAmount",
  })
  void fewSlipsAreForgiven(String word, String meant) {
    assertThat(DidYouMean.closest(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "q", "ab", "hxx", "name", "blnc", "snapshots now", "host host"})
  void manyAreNot(String word) {
    assertThat(DidYouMean.closest(word, KNOWN)).isEmpty();
  }

  @Test
  void theClosestIsMeantAndOfSeveralTheFirst() {
    assertThat(DidYouMean.closest("post", List.of("pot", "port", "posts"))).contains("pot");
    assertThat(DidYouMean.closest("post", List.of("pots", "post"))).contains("post");
    assertThat(DidYouMean.closest("post", List.of())).isEmpty();
  }

  @Test
  void aLongWordCostsNothing() {
    assertThat(DidYouMean.closest("x".repeat(1_000_000), KNOWN)).isEmpty();
  }
}
