package cutline.bank.domain;

import cutline.core.ChannelOrder;
import cutline.runtime.Pages;
import cutline.runtime.Sender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Which transfers a branch has made and applied, by numbers that are the bank's own: 1, 2, 3 … in
 * each channel, given by the sender and carried in the transfer. It is part of the branch's state
 * and trusts no count of the channels below, so an audit that compares both ends finds a transfer
 * that was lost even where another one came twice in its place.
 *
 * <p>On a channel that is not FIFO a number that was left out may still come; which ones those are
 * is written down, too.
 */
public final class Ledger implements Pages {

  private static final int FIELDS = 4;

  /** What is left out beyond that is missing for ever; channels deliver within such a span. */
  private static final int MOST_LEFT_OUT = 16_384;

  /**
   * What is written down about another branch.
   *
   * @param sent the number of the last transfer to it
   * @param applied the largest number of a transfer from it
   * @param missing how many numbers were left out before that one, and have not come since
   * @param repeated how many transfers had a number that had no place any more: on a FIFO channel
   *     one that was not larger than all before
   */
  public record Entry(long sent, long applied, long missing, long repeated) {

    private static final Entry NONE = new Entry(0, 0, 0, 0);

    private Entry withSent() {
      return new Entry(sent + 1, applied, missing, repeated);
    }

    private Entry withApplied(long number) {
      return number > applied
          ? new Entry(sent, number, missing + (number - applied - 1), repeated)
          : new Entry(sent, applied, missing, repeated + 1);
    }

    private Entry withFound() {
      return new Entry(sent, applied, missing - 1, repeated);
    }
  }

  private final List<String> others;
  private final int firstPage;
  private final boolean inOrder;
  private final List<Entry> entries = new ArrayList<>();

  /** Per entry the numbers that may still come; none where they come in order. */
  private final List<NavigableSet<Long>> leftOut = new ArrayList<>();

  /**
   * A ledger without entries.
   *
   * @param firstPage what the branch calls the first of these pages
   * @param order in which transfers come
   */
  Ledger(List<String> others, int firstPage, ChannelOrder order) {
    this.others = others;
    this.firstPage = firstPage;
    this.inOrder = order == ChannelOrder.FIFO;
    others.forEach(_ -> {
      entries.add(Entry.NONE);
      leftOut.add(new TreeSet<>());
    });
  }

  /** What is written down about another branch. */
  public Entry entry(String other) {
    return entries.get(others.indexOf(other));
  }

  /** The number that the next transfer to another branch has. */
  long next(String other) {
    return entry(other).sent() + 1;
  }

  void sent(String other, Sender<?> sender) {
    int page = changing(other, sender);
    entries.set(page, entries.get(page).withSent());
  }

  void applied(String other, long number, Sender<?> sender) {
    int page = changing(other, sender);
    Entry before = entries.get(page);
    NavigableSet<Long> awaited = leftOut.get(page);
    if (awaited.remove(number)) {
      entries.set(page, before.withFound());
      return;
    }
    for (long left = before.applied() + 1;
        !inOrder && left < number && awaited.size() < MOST_LEFT_OUT;
        left++) {
      awaited.add(left);
    }
    entries.set(page, before.withApplied(number));
  }

  private int changing(String other, Sender<?> sender) {
    int page = others.indexOf(other);
    sender.willChange(firstPage + page);
    return page;
  }

  @Override
  public int count() {
    return others.size();
  }

  @Override
  public byte[] read(int page) {
    Entry entry = entries.get(page);
    return Longs.bytes(
        LongStream.concat(
                LongStream.of(entry.sent(), entry.applied(), entry.missing(), entry.repeated()),
                leftOut.get(page).stream().mapToLong(Long::longValue))
            .toArray());
  }

  @Override
  public void write(int page, byte[] content) {
    if (content.length < FIELDS * Long.BYTES
        || content.length > (FIELDS + (inOrder ? 0 : MOST_LEFT_OUT)) * Long.BYTES
        || content.length % Long.BYTES != 0) {
      throw new IllegalArgumentException("%d bytes for a ledger's page".formatted(content.length));
    }
    long[] fields = Longs.of(content);
    entries.set(page, new Entry(fields[0], fields[1], fields[2], fields[3]));
    leftOut.get(page).clear();
    Arrays.stream(fields, FIELDS, fields.length).forEach(leftOut.get(page)::add);
  }
}
