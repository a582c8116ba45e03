package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AccountsTest {

  private final RecordingSender sender = new RecordingSender();

  @Test
  void aBalanceIsSharedEqually() {
    Accounts accounts = new Accounts(1_003, 200);
    assertThat(accounts.sum()).isEqualTo(1_003);
    assertThat(accounts.all().subList(0, 4)).containsExactly(6L, 6L, 6L, 5L);
    assertThat(accounts.all().stream().mapToLong(Long::longValue).sum()).isEqualTo(1_003);
    assertThat(new Accounts(2, 5).all()).containsExactly(1L, 1L, 0L, 0L, 0L);
  }

  @Test
  void aPageIsAnnouncedBeforeItChanges() {
    Accounts accounts = new Accounts(1_000, 200);
    accounts.add(0, 5, sender);
    accounts.add(63, 5, sender);
    accounts.add(199, -5, sender);
    assertThat(sender.changing).containsExactly(0, 3);
    assertThat(accounts.sum()).isEqualTo(1_005);
  }

  @Test
  void pagesHoldEverything() {
    Accounts accounts = new Accounts(10_000, 200);
    for (int account = 0; account < 200; account++) {
      accounts.add(account, account, sender);
    }
    Accounts again = new Accounts(10_000, 200);
    assertThat(accounts.count()).isEqualTo(4);
    for (int page = 0; page < 4; page++) {
      again.write(page, accounts.read(page));
    }
    assertThat(again.all()).isEqualTo(accounts.all());
    assertThat(again.sum()).isEqualTo(accounts.sum());
  }

  @Test
  void aSingleAccountNeedsNoPages() {
    Accounts account = new Accounts(10, 1);
    account.add(0, 5, sender);
    assertThat(account.count()).isZero();
    assertThat(sender.changing).isEmpty();
    account.restore(7);
    assertThat(account.balance(0)).isEqualTo(7);
    assertThat(account.sum()).isEqualTo(7);
  }

  @Test
  void whatIsNoPageIsRefused() {
    Accounts accounts = new Accounts(10, 100);
    for (int page : new int[] {-1, 2}) {
      assertThatThrownBy(() -> accounts.write(page, new byte[64 * 8]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> accounts.write(1, new byte[64 * 8]))
        .hasMessage("512 bytes for page 1 of 100 accounts");
  }
}
