package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

  private final RecordingSender sender = new RecordingSender();

  @Test
  void aBalanceIsSharedEqually() {
    Accounts accounts = new Accounts(1_003, 200);
    assertThat(accounts.sum()).isEqualTo(1_003);
    assertThat(accounts.all().limit(4)).containsExactly(6L, 6L, 6L, 5L);
    assertThat(accounts.all().sum()).isEqualTo(1_003);
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
    assertThat(again.all().toArray()).isEqualTo(accounts.all().toArray());
    assertThat(again.sum()).isEqualTo(accounts.sum());
  }

  @Test
  void aPageOfSmallBalancesIsShort() {
    Accounts accounts = new Accounts(64 * 500, 64);
    assertThat(accounts.read(0)).hasSize(64 * 2);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 127, 128, 16_383, 16_384, 1L << 48, (1L << 49) - 1, 1L << 49, Long.MAX_VALUE})
  void anyBalanceComesBack(long balance) {
    for (int largeOnes : new int[] {1, 55, 56, 57, 63, 64}) {
      Accounts accounts = new Accounts(0, 64);
      // A page may sum up to more than any bank has: only its bytes are looked at here.
      byte[] full = new byte[64 * 8];
      for (int account = 0; account < largeOnes; account++) {
        ByteBuffer.wrap(full).putLong(account * 8, balance);
      }
      accounts.write(0, full);
      Accounts again = new Accounts(0, 64);
      byte[] page = accounts.read(0);
      assertThat(page.length).isLessThanOrEqualTo(64 * 8);
      again.write(0, page);
      assertThat(again.all().toArray()).isEqualTo(accounts.all().toArray());
    }
  }

  @Test
  void aPageOfEightBytesEachIsReadToo() {
    Accounts accounts = new Accounts(0, 3);
    byte[] page = new byte[3 * 8];
    page[7] = 5;
    page[14] = 1;
    page[23] = 127;
    accounts.write(0, page);
    assertThat(accounts.all()).containsExactly(5L, 256L, 127L);
    assertThat(accounts.sum()).isEqualTo(388);
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
    byte[] endless = new byte[36];
    Arrays.fill(endless, (byte) 0x80);
    for (byte[] content : List.of(new byte[35], new byte[37], endless, new byte[0])) {
      assertThatThrownBy(() -> accounts.write(1, content))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(accounts.sum()).isEqualTo(10);
  }
}
