package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.config.Member;
import cutline.core.ChannelOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file or a stranger says of a bank may be no bank. */
class BankAddressTest {

  private static final Member A = new Member("A", "h", 1);
  private static final Member B = new Member("B", "h", 2);

  @Test
  void aBankHasMembersWithNamesOfTheirOwn() {
    assertThat(new BankAddress("x", 0, List.of(A, B), ChannelOrder.FIFO).names())
        .containsExactly("A", "B");
    assertThatThrownBy(() -> new BankAddress("x", 0, List.of(), ChannelOrder.FIFO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new BankAddress("x", 0, List.of(A, new Member("A", "h", 2)), ChannelOrder.FIFO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bank has members, each with a name of its own");
  }

  @Test
  void aBankHoldsNothingOrMore() {
    assertThatThrownBy(() -> new BankAddress("x", -1, List.of(A), ChannelOrder.FIFO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bank does not hold $-1");
  }
}
