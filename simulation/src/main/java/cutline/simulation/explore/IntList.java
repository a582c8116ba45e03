package cutline.simulation.explore;

import java.util.Arrays;

/** Numbers by index. */
final class IntList {

  private int[] numbers = new int[16];
  private int size;

  void add(int number) {
    set(size, number);
  }

  int get(int index) {
    return numbers[index];
  }

  /** The number there, or {@code otherwise} if none was set. */
  int getOr(int index, int otherwise) {
    return index < size ? numbers[index] : otherwise;
  }

  /** Sets a number; what is skipped is 0. */
  void set(int index, int number) {
    if (index >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(index + 1, numbers.length + (numbers.length >> 1)));
    }
    numbers[index] = number;
    size = Math.max(size, index + 1);
  }

  int size() {
    return size;
  }
}
