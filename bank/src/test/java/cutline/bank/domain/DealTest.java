package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DealTest {

  @Test
  void theRemainderGoesToTheFirstOneDollarEach() {
    assertThat(Deal.shares(4_000, 4)).containsExactly(1_000L, 1_000L, 1_000L, 1_000L);
    assertThat(Deal.shares(4_001, 4)).containsExactly(1_001L, 1_000L, 1_000L, 1_000L);
    assertThat(Deal.shares(4_003, 4)).containsExactly(1_001L, 1_001L, 1_001L, 1_000L);
    assertThat(Deal.shares(0, 3)).containsExactly(0L, 0L, 0L);
    assertThat(Deal.shares(1, 3)).containsExactly(1L, 0L, 0L);
    assertThat(Deal.shares(7, 1)).containsExactly(7L);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 256", "4001, 4", "9223372036854775807, 1", "9223372036854775807, 26"})
  void nothingIsLostAndNothingIsInvented(long total, int branches) {
    List<Long> shares = Deal.shares(total, branches);
    assertThat(shares).hasSize(branches).allSatisfy(share -> assertThat(share).isNotNegative());
    assertThat(shares.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(BigInteger.valueOf(total));
    assertThat(shares.getFirst() - shares.getLast()).isBetween(0L, 1L);
  }

  @Test
  void thereMustBeABranchAndNoDebt() {
    assertThatThrownBy(() -> Deal.shares(5, 0)).hasMessage("$5 for 0 branches");
    assertThatThrownBy(() -> Deal.shares(-1, 2)).hasMessage("$-1 for 2 branches");
  }
}
