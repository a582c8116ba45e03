package cutline.bank.archive;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.archive.SnapshotDifference.Moved;
import cutline.core.Channel;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SnapshotDifferenceTest {

  private static <T> Moved<T> moved(T where, long then, long now) {
    return new Moved<>(where, BigInteger.valueOf(then), BigInteger.valueOf(now));
  }

  @Test
  void saysWhatMovedPerBranchAndChannel() {
    SnapshotDifference difference =
        SnapshotDifference.between(Archived.number(7).snapshot(), Archived.number(10).snapshot());
    assertThat(difference.balances())
        .containsExactly(moved("A", 793, 790), moved("Y", 0, 0), moved("Zoë \"🏦\"\n", 150, 150));
    assertThat(difference.channels())
        .containsExactly(moved(new Channel("A", "Y"), 56, 59), moved(new Channel("Y", "A"), 1, 1));
    assertThat(difference.balances().getFirst().difference()).isEqualTo(-3);
  }
}
