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

  private static Cursor of(long upTo, long... above) {
    Cursor cursor = new Cursor(upTo);
    for (long number : above) {
      cursor.add(number);
    }
    return cursor;
  }

  @Test
  void whoContainsWhom() {
    assertThat(of(5).containsAll(of(5))).isTrue();
    assertThat(of(5).containsAll(of(6))).isFalse();
    assertThat(of(5, 7, 8).containsAll(of(5, 8))).isTrue();
    assertThat(of(5, 7).containsAll(of(5, 8))).isFalse();
    assertThat(of(5, 7).containsAll(of(7))).isFalse();
    assertThat(of(5, 7).containsAll(of(4, 7))).isTrue();
    assertThat(of(5, 7, 9).containsAll(of(4, 6))).isFalse();
    assertThat(of(5, 9).containsAll(of(5, 9, 10))).isFalse();
    assertThat(of(5, 9).containsAll(of(6, 9))).isFalse();
  }

  /** A place in the ring is used again for a number that lies a span higher. */
  @Test
  void whatWasReceivedLeavesNothingBehind() {
    Cursor cursor = of(0, 2, 1);
    for (long number = 3; number <= Cursor.SPAN + 1; number++) {
      cursor.add(number);
    }
    cursor.add(Cursor.SPAN + 3);
    assertThat(cursor.contains(Cursor.SPAN + 2)).isFalse();
    assertThat(cursor.contains(Cursor.SPAN + 3)).isTrue();
    assertThat(cursor.upTo()).isEqualTo(Cursor.SPAN + 1);
    assertThat(cursor.count()).isEqualTo(Cursor.SPAN + 2);
  }

  @Test
  void aNumberMayLieASpanAboveAndNoFurther() {
    Cursor cursor = of(10, 10 + Cursor.SPAN);
    assertThat(cursor.contains(10 + Cursor.SPAN)).isTrue();
    assertThat(cursor.above().size()).isEqualTo(Cursor.SPAN / Byte.SIZE);
    assertThatThrownBy(() -> cursor.add(11 + Cursor.SPAN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatTwoKnowFarApart() {
    for (long distance : new long[] {1, 2, Cursor.SPAN - 1, Cursor.SPAN, Cursor.SPAN + 1}) {
      Cursor one = of(100, 102, 105);
      one.addAll(of(100 + distance, 100 + distance + 2));
      assertThat(one.highest()).isEqualTo(Math.max(105, 100 + distance + 2));
      for (long number = 99; number < 100 + distance + 5; number++) {
        assertThat(one.contains(number))
            .as("%d of %d", number, distance)
            .isEqualTo(
                number <= 100 + distance
                    || number == 100 + distance + 2
                    || number == 102
                    || number == 105);
      }
    }
  }

  @Test
  void fewerBytesThanNeededSayNothingOfTheRest() throws MalformedException {
    Cursor cursor = Cursor.of(5, ByteString.copyFrom(new byte[] {0, 1}));
    assertThat(cursor.contains(14)).isTrue();
    assertThat(cursor.count()).isEqualTo(6);
    assertThat(cursor.highest()).isEqualTo(14);
    assertThat(of(5, 13).above().toByteArray()).containsExactly(0x80);
    assertThat(of(5, 14).above().toByteArray()).containsExactly(0, 1);
    assertThat(of(5).above().isEmpty()).isTrue();
    assertThat(of(5, 7, 6).above().isEmpty()).isTrue();
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
