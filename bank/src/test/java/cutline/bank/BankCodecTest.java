package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.runtime.MalformedException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BankCodecTest {

  private static final BankCodec CODEC = new BankCodec(4_000);

  @ParameterizedTest
  @ValueSource(longs = {1, 127, 128, 4_000})
  void transfersPass(long amount) throws MalformedException {
    Transfer transfer = new Transfer(amount);
    assertThat(CODEC.decodeMessage(CODEC.encodeMessage(transfer))).isEqualTo(transfer);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_000})
  void statesPass(long balance) throws MalformedException {
    BranchState state = new BranchState(balance);
    assertThat(CODEC.decodeState(CODEC.encodeState(state))).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "4001, a transfer of $4001 in a bank of $4000",
    "9223372036854775807, a transfer of $9223372036854775807 in a bank of $4000"
  })
  void moreThanTheBankHoldsIsNoTransfer(long amount, String sentence) {
    byte[] bytes = CODEC.encodeMessage(new Transfer(amount));
    assertThatThrownBy(() -> CODEC.decodeMessage(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'',                     a transfer of $0 in a bank of $4000",
    "0800,                   a transfer of $0 in a bank of $4000",
    "08ffffffffffffffffff01, a transfer of $-1 in a bank of $4000",
    "1005,                   a transfer of $0 in a bank of $4000",
    "08,                     not a valid protocol buffer",
    "08ffffffffffffffffffff01, not a valid protocol buffer",
    "ff,                     not a valid protocol buffer",
    "0a05,                   not a valid protocol buffer"
  })
  void theseAreNoTransfers(String hex, String sentence) {
    assertThatThrownBy(() -> CODEC.decodeMessage(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "08a11f,                 a balance of $4001 in a bank of $4000",
    "08ffffffffffffffffff01, a balance of $-1 in a bank of $4000",
    "08,                     not a valid protocol buffer"
  })
  void theseAreNoStates(String hex, String sentence) {
    assertThatThrownBy(() -> CODEC.decodeState(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessage(sentence);
  }
}
