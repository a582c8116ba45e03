package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BankTest {

  @Test
  void theTotalIsWhatAllBeganWith() {
    Bank bank = Banks.joined(3, 0, 5);
    assertThat(bank.total()).isEqualTo(8);
    assertThat(bank.names()).containsExactly("A", "B", "C");
    assertThat(bank.openingBalance("C")).isEqualTo(5);
    assertThat(Banks.dealt(Long.MAX_VALUE, 0).total()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void banksThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Banks.joined(1, -2)).hasMessage("B would begin with $-2");
    assertThatThrownBy(() -> Banks.joined(Long.MAX_VALUE, 0, 1))
        .hasMessage("the balances add up to more than $9223372036854775807");
    assertThatThrownBy(() -> Banks.joined(1).openingBalance("B")).hasMessage("B is not one of [A]");
  }
}
