package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {

  private final Parts parts = new Parts();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 49_151, 49_152, 49_153, 98_304, 1_000_000})
  void whatIsCutIsJoined(int size) throws MalformedException {
    Random random = new Random(size);
    byte[] whole = new byte[size];
    random.nextBytes(whole);
    List<byte[]> cut = Parts.split(whole);
    assertThat(cut).allSatisfy(part -> assertThat(part).hasSizeLessThan(Connection.MAX_FRAME));
    List<Integer> order = new ArrayList<>();
    for (int part = 0; part < cut.size(); part++) {
      order.add(part);
    }
    Collections.shuffle(order, random);
    for (int part : order.subList(1, order.size())) {
      assertThat(parts.add(part, cut.size(), cut.get(part))).isNull();
    }
    byte[] joined = parts.add(order.getFirst(), cut.size(), cut.get(order.getFirst()));
    assertThat(Arrays.equals(joined, whole)).isTrue();
  }

  @Test
  void theSamePartAgainChangesNothing() throws MalformedException {
    assertThat(parts.add(0, 2, new byte[] {1})).isNull();
    assertThat(parts.add(0, 2, new byte[] {1})).isNull();
    assertThat(parts.add(1, 2, new byte[] {2})).containsExactly(1, 2);
    assertThat(parts.add(0, 2, new byte[] {1})).containsExactly(1, 2);
  }

  @Test
  void partsMustNotContradictEachOther() throws MalformedException {
    parts.add(0, 2, new byte[] {1});
    assertThatThrownBy(() -> parts.add(1, 3, new byte[] {2}))
        .isInstanceOf(MalformedException.class)
        .hasMessage("a part of 3 after one of 2");
    assertThatThrownBy(() -> parts.add(0, 2, new byte[] {2}))
        .isInstanceOf(MalformedException.class)
        .hasMessage("part 0 twice, and not the same");
    assertThat(parts.add(1, 2, new byte[] {2})).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-1,1", "1,1", "0,-1", "0,100000", "2147483647,2147483647"})
  void aPartMustBeOneOfAPossibleNumber(int part, int count) {
    assertThatThrownBy(() -> parts.add(part, count, new byte[0]))
        .isInstanceOf(MalformedException.class)
        .hasMessage("part " + part + " of " + count);
  }
}
