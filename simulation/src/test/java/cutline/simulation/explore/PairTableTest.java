package cutline.simulation.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Pairs get numbers as in a map, also such that differ in one half or one bit only. */
class PairTableTest {

  @Test
  void numbersAsAMapDoes() {
    SplittableRandom random = new SplittableRandom(1);
    PairTable table = new PairTable();
    Map<Long, Integer> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      int first = random.nextInt(400) - 1;
      int second = random.nextBoolean() ? random.nextInt(300) : 1 << random.nextInt(32);
      long pair = ((long) first << 32) | (second & 0xFFFF_FFFFL);
      assertThat(table.has(first, second)).isEqualTo(expected.containsKey(pair));
      expected.putIfAbsent(pair, expected.size());
      int number = table.number(first, second);
      assertThat(number).isEqualTo(expected.get(pair));
      assertThat(table.first(number)).isEqualTo(first);
      assertThat(table.second(number)).isEqualTo(second);
    }
    assertThat(table.size()).isEqualTo(expected.size()).isGreaterThan(50_000);
  }
}
