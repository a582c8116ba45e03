package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A cursor knows the same as a plain set. */
class CursorTest {

  private static void assertSame(Cursor cursor, NavigableSet<Long> numbers, long base) {
    long upTo = base;
    while (numbers.contains(upTo + 1)) {
      upTo++;
    }
    assertThat(cursor.upTo()).isEqualTo(upTo);
    assertThat(cursor.count()).isEqualTo(base + numbers.size());
    assertThat(cursor.highest())
        .isEqualTo(numbers.isEmpty() ? base : Math.max(base, numbers.last()));
    for (long number = Math.max(1, base - 3); number < base + 2L * Cursor.SPAN; number += 7) {
      assertThat(cursor.contains(number))
          .as("%d", number)
          .isEqualTo(number <= base || numbers.contains(number));
    }
  }

  /** Whatever the order in which numbers come, within the span. */
  @Test
  void numbersInAnyOrder() throws MalformedException {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      long base = random.nextInt(3) * 1_000_000_007L;
      Cursor cursor = new Cursor(base);
      TreeSet<Long> numbers = new TreeSet<>();
      for (int block = 0; block < 5; block++) {
        int size = 1 + random.nextInt(block == 0 ? Cursor.SPAN : 200);
        long first = cursor.upTo() + 1;
        List<Long> some = new ArrayList<>(LongStream.range(first, first + size).boxed().toList());
        Collections.shuffle(some, random);
        some = some.subList(0, random.nextBoolean() ? size : random.nextInt(size + 1));
        some.forEach(cursor::add);
        numbers.addAll(some);
        assertSame(cursor, numbers, base);
        assertSame(Cursor.of(cursor.upTo(), cursor.above()), numbers, base);
      }
    }
  }

  @Test
  void twoCursorsTogether() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      Cursor one = new Cursor(random.nextInt(100));
      Cursor other = new Cursor(random.nextInt(4) == 0 ? 40_000 : random.nextInt(100));
      TreeSet<Long> numbers = new TreeSet<>();
      for (Cursor cursor : List.of(one, other)) {
        LongStream.rangeClosed(1, cursor.upTo()).forEach(numbers::add);
        for (int i = random.nextInt(50); i > 0; i--) {
          long number = cursor.upTo() + 1 + random.nextInt(60);
          cursor.add(number);
          numbers.add(number);
        }
      }
      boolean isMore = !one.containsAll(other);
      long before = one.count();
      one.addAll(other);
      assertSame(one, numbers, 0);
      assertThat(one.count() > before).isEqualTo(isMore);
      assertThat(one.containsAll(other)).isTrue();
    }
  }

  @Test
  void whatMakesNoSense() {
    assertThatThrownBy(() -> Cursor.of(-1, ByteString.EMPTY))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Cursor.of(Long.MAX_VALUE, ByteString.EMPTY))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Cursor.of(1, ByteString.copyFrom(new byte[Cursor.SPAN / 8 + 1])))
        .isInstanceOf(MalformedException.class);
  }
}
