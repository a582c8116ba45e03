package cutline.simulation.explore;

import cutline.simulation.bug.Bug;
import java.util.ArrayList;
import java.util.List;

/**
 * What the channels hold, by number: a list of entries in the order of their sending, or where that
 * makes no difference, in the order of their numbers.
 */
final class Channels {

  /** The number of the channel with nothing in it. */
  static final int EMPTY = 0;

  private final SmallWorld world;
  private final Numbered<Entry> entries = new Numbered<>();
  private final Numbered<List<Integer>> contents = new Numbered<>();
  private final List<int[]> entriesOf = new ArrayList<>();
  private final IntList money = new IntList();
  private final PairTable appended = new PairTable();
  private final IntList appendedTo = new IntList();
  private final PairTable taken = new PairTable();
  private final IntList takenFrom = new IntList();

  Channels(SmallWorld world) {
    this.world = world;
    number(List.of());
  }

  Entry entry(int entry) {
    return entries.get(entry);
  }

  int entryNumber(Entry entry) {
    return entries.number(entry);
  }

  /** The numbers of the entries, the oldest first. */
  int[] entries(int channel) {
    return entriesOf.get(channel);
  }

  /** How many of the first entries may be delivered now. */
  int deliverable(int channel) {
    int length = entries(channel).length;
    return world.isFifo() ? Math.min(1, length) : length;
  }

  long money(int channel) {
    return money.get(channel);
  }

  /** The channel with an entry sent into it. */
  int append(int channel, int entry) {
    int way = appended.number(channel, entry);
    if (way == appendedTo.size()) {
      List<Integer> list = new ArrayList<>(contents.get(channel));
      list.add(place(list, entry), entry);
      appendedTo.add(number(ordered(list)));
    }
    return appendedTo.get(way);
  }

  private int place(List<Integer> list, int entry) {
    Entry sent = entry(entry);
    boolean overtakes =
        !list.isEmpty()
            && entry(list.getLast()) instanceof Entry.OfMoney
            && ((world.has(Bug.MARKER_OVERTAKES_MONEY) && sent instanceof Entry.OfMarker)
                || (world.has(Bug.FIFO_BROKEN) && sent instanceof Entry.OfMoney));
    return overtakes ? list.size() - 1 : list.size();
  }

  /** The channel without one of its entries. */
  int take(int channel, int index) {
    int way = taken.number(channel, index);
    if (way == takenFrom.size()) {
      List<Integer> list = new ArrayList<>(contents.get(channel));
      list.remove(/* index */ index);
      takenFrom.add(number(list));
    }
    return takenFrom.get(way);
  }

  /** The channel with an entry back that was its oldest. */
  int putBack(int channel, int entry) {
    List<Integer> list = new ArrayList<>(contents.get(channel));
    list.addFirst(entry);
    return number(ordered(list));
  }

  int renamed(int channel, Renaming renaming) {
    List<Integer> list = new ArrayList<>();
    for (int entry : contents.get(channel)) {
      list.add(entries.number(renaming.apply(entry(entry))));
    }
    return number(ordered(list));
  }

  private List<Integer> ordered(List<Integer> list) {
    return world.isFifo() ? list : list.stream().sorted().toList();
  }

  private int number(List<Integer> list) {
    int number = contents.number(List.copyOf(list));
    if (number == entriesOf.size()) {
      int[] all = list.stream().mapToInt(Integer::intValue).toArray();
      entriesOf.add(all);
      int sum = 0;
      for (int entry : all) {
        if (entry(entry) instanceof Entry.OfMoney(Money moved, var _)) {
          sum += (int) moved.amount();
        }
      }
      money.add(sum);
    }
    return number;
  }
}
