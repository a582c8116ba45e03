package cutline.bank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TransferRulesTest {

  private static final Traffic TRAFFIC =
      Traffic.irregular(Duration.ofMillis(1), DurationRange.NONE, 100, 1);

  private final List<String> told = new ArrayList<>();
  private final RecordingSender sender = new RecordingSender();

  private Branch branch(long share) {
    return branch(Banks.dealt(share, Long.MAX_VALUE - share, 0));
  }

  private Branch branch(Bank bank) {
    return new Branch(
        "A",
        bank,
        TRAFFIC,
        new SplittableRandom(1),
        new TransferLog() {
          @Override
          public void sent(String to, long amount, long balance) {
            told.add("sent %d to %s, %d left".formatted(amount, to, balance));
          }

          @Override
          public void received(String from, long amount, long balance) {
            told.add("received %d from %s, %d now".formatted(amount, from, balance));
          }
        });
  }

  @Test
  void moneyThatCannotBeThereIsObjectedTo() {
    Branch branch = new Branch("A", Banks.dealt(40, 60), TRAFFIC, new SplittableRandom(1), null);
    assertThat(branch.objection("B", new Transfer(60))).isEmpty();
    assertThat(branch.objection("B", new Transfer(61)))
        .hasValue("a transfer of $61 to a branch that has $40, in a bank of $100");
    assertThat(branch(Long.MAX_VALUE).objection("B", new Transfer(1))).isPresent();
  }

  @ParameterizedTest(name = "${0}, channel {1}: ${3} to {2} is {4}")
  @CsvFileSource(
      resources = "transfers.txt",
      delimiter = '|',
      useHeadersInDisplayName = false,
      numLinesToSkip = 4)
  void transfer(
      long balance, String channel, String to, long amount, String answer, long balanceAfter) {
    Branch branch = branch(balance);
    switch (channel) {
      case "full" -> sender.full.add("B");
      case "away" -> {
        branch = branch(Banks.joined(balance, 0, 0));
        sender.away.add("B");
      }
      default -> assertThat(channel).isEqualTo("free");
    }
    String given =
        branch.transfer(to, amount, sender).map(TransferRefusal::toString).orElse("sent");
    sender.commit();

    assertThat(given).isEqualTo(answer);
    assertThat(branch.balance()).isEqualTo(balanceAfter);
    if (answer.equals("sent")) {
      assertThat(sender.sent).containsExactly(new RecordingSender.Sent(to, amount));
      assertThat(branch.sent()).isEqualTo(1);
      assertThat(told)
          .containsExactly("sent %d to %s, %d left".formatted(amount, to, balanceAfter));
    } else {
      assertThat(sender.sent).isEmpty();
      assertThat(branch.sent()).isZero();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void moneyThatComesIsThereAtOnce() {
    Branch branch = branch(0);
    branch.deliver("B", new Transfer(30), sender);
    assertThat(branch.balance()).isEqualTo(30);
    assertThat(branch.received()).isEqualTo(1);
    assertThat(branch.transfer("C", 30, sender)).isEmpty();
  }

  @Test
  void nobodyIsToldBeforeItIsDurable() {
    Branch branch = branch(100);
    branch.transfer("B", 10, sender);
    branch.deliver("C", new Transfer(5), sender);
    branch.transfer("B", 20, sender);
    assertThat(told).isEmpty();
    sender.commit();
    assertThat(told)
        .containsExactly(
            "sent 10 to B, 90 left", "received 5 from C, 95 now", "sent 20 to B, 75 left");
  }

  @Test
  void aBalanceNeverWraps() {
    Branch branch = branch(Long.MAX_VALUE);
    assertThatThrownBy(() -> branch.deliver("B", new Transfer(1), sender))
        .isInstanceOf(ArithmeticException.class);
    assertThat(branch.balance()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatWasCapturedNeverChanges() {
    Branch branch = branch(100);
    BranchState captured = branch.capture();
    branch.transfer("B", 60, sender);
    branch.deliver("C", new Transfer(5), sender);
    assertThat(captured).isEqualTo(new BranchState(100));
    assertThat(branch.capture()).isEqualTo(new BranchState(45));
    branch.restore(captured);
    assertThat(branch.balance()).isEqualTo(100);
  }

  @Test
  void aZeroBalanceIsAStateAsAnyOther() {
    assertThat(branch(0).capture()).isEqualTo(new BranchState(0));
  }

  @Test
  void valuesOutOfRangeCannotBeMade() {
    assertThatThrownBy(() -> new Transfer(0)).hasMessage("a transfer of $0");
    assertThatThrownBy(() -> new Transfer(-7)).hasMessage("a transfer of $-7");
    assertThatThrownBy(() -> new BranchState(-1)).hasMessage("a balance of $-1");
    assertThatThrownBy(() -> Banks.dealt(-1, 1)).hasMessage("A would begin with $-1");
  }
}
