package cutline.simulation.explore;

import java.util.Arrays;

/**
 * Numbers pairs of numbers, from 0 in the order in which they come. A state of the world is a tree
 * of such pairs, which is exact and takes little room, since most of a state is in others too.
 */
final class PairTable {

  private static final int EMPTY = -1;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] pairs = new long[16];
  private int[] slots = slots(32);
  private int size;

  /** The number of a pair, a new one if it has none. */
  int number(int first, int second) {
    long pair = pair(first, second);
    int slot = find(pair);
    if (slots[slot] != EMPTY) {
      return slots[slot];
    }
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size + (size >> 1));
    }
    pairs[size] = pair;
    slots[slot] = size++;
    if (size > slots.length >> 1) {
      grow();
    }
    return size - 1;
  }

  boolean has(int first, int second) {
    return slots[find(pair(first, second))] != EMPTY;
  }

  int size() {
    return size;
  }

  int first(int number) {
    return (int) (pairs[number] >> 32);
  }

  int second(int number) {
    return (int) pairs[number];
  }

  private static long pair(int first, int second) {
    return ((long) first << 32) | (second & 0xFFFF_FFFFL);
  }

  private int find(long pair) {
    int mask = slots.length - 1;
    long mixed = (pair ^ (pair >>> 32)) * MIX;
    mixed = (mixed ^ (mixed >>> 29)) * MIX;
    int slot = (int) (mixed >>> 32) & mask;
    while (slots[slot] != EMPTY && pairs[slots[slot]] != pair) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    slots = slots(slots.length << 1);
    for (int number = 0; number < size; number++) {
      slots[find(pairs[number])] = number;
    }
  }

  private static int[] slots(int count) {
    int[] empty = new int[count];
    Arrays.fill(empty, EMPTY);
    return empty;
  }
}
