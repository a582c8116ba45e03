package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.core.ChannelOrder;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a branch writes down about the numbers of its transfers. */
class LedgerTest {

  private static final Traffic TRAFFIC =
      Traffic.irregular(Duration.ofMillis(1), DurationRange.NONE, 10, 1);

  private final RecordingSender sender = new RecordingSender();
  private Branch branch = branch(true, ChannelOrder.FIFO);

  private static Branch branch(boolean keepsLedger, ChannelOrder order) {
    return new Branch(
        "A", Banks.dealt(50, 50, 50), TRAFFIC, new SplittableRandom(1), null, keepsLedger, order);
  }

  private void deliver(long... numbers) {
    for (long number : numbers) {
      branch.deliver("B", new Transfer(1, 0, 0, number), sender);
    }
  }

  private Ledger.Entry entry(String other) {
    Ledger ledger = branch.ledger();
    assertThat(ledger).isNotNull();
    return ledger == null ? new Ledger.Entry(-1, -1, -1, -1) : ledger.entry(other);
  }

  @Test
  void eachChannelHasNumbersOfItsOwn() {
    branch.transfer("B", 1, sender);
    branch.transfer("C", 2, sender);
    branch.transfer("B", 3, sender);
    branch.transfer("B", 1_000, sender);
    assertThat(sender.numbers).containsExactly(1L, 1L, 2L);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(2, 0, 0, 0));
    assertThat(entry("C")).isEqualTo(new Ledger.Entry(1, 0, 0, 0));
  }

  @Test
  void whatComesInOrderIsApplied() {
    deliver(1, 2, 3);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(0, 3, 0, 0));
  }

  @Test
  void whatIsLeftOutIsMissingAndWhatComesAgainIsRepeated() {
    deliver(1, 1, 3, 6, 2);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(0, 6, 3, 2));
    deliver(0);
    assertThat(entry("B").repeated()).isEqualTo(3);
  }

  @Test
  void whatOvertakesOnAChannelThatIsNotFifoLeavesNothingMissing() {
    branch = branch(true, ChannelOrder.NON_FIFO);
    deliver(1, 5, 3);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(0, 5, 2, 0));
    deliver(4, 3);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(0, 5, 1, 1));
    Branch again = branch(true, ChannelOrder.NON_FIFO);
    for (int page = 0; page < branch.pages().count(); page++) {
      again.pages().write(page, branch.pages().read(page));
    }
    branch = again;
    deliver(2, 2, 6);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(0, 6, 0, 2));
  }

  @Test
  void aNumberFarAheadCostsNoMemory() {
    branch = branch(true, ChannelOrder.NON_FIFO);
    deliver(Long.MAX_VALUE, 1, 20_000);
    assertThat(entry("B")).isEqualTo(new Ledger.Entry(0, Long.MAX_VALUE, Long.MAX_VALUE - 2, 1));
  }

  /** The ledger is the branch's state, page by page, behind the pages of its accounts. */
  @Test
  void itIsWrittenAndReadWithTheBranch() {
    branch.transfer("B", 1, sender);
    branch.transfer("C", 1, sender);
    deliver(1, 3, 3);
    assertThat(sender.changing).containsExactlyInAnyOrder(0, 1);
    Branch again = branch(true, ChannelOrder.FIFO);
    for (int page = 0; page < branch.pages().count(); page++) {
      again.pages().write(page, branch.pages().read(page));
    }
    assertThat(again.ledger()).isNotNull();
    assertThat(List.of(again.pages().read(0), again.pages().read(1)))
        .usingRecursiveComparison()
        .isEqualTo(List.of(branch.pages().read(0), branch.pages().read(1)));
    again.transfer("B", 1, sender);
    assertThat(sender.numbers.getLast()).isEqualTo(2);
    assertThatThrownBy(() -> again.pages().write(0, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoKeepsNoneHasNeitherNumbersNorPages() {
    Branch without = branch(false, ChannelOrder.FIFO);
    without.transfer("B", 1, sender);
    assertThat(sender.numbers.getLast()).isZero();
    assertThat(without.pages().count()).isZero();
    assertThat(without.ledger()).isNull();
  }
}
