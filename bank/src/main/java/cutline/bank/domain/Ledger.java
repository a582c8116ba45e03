package cutline.bank.domain;

import cutline.runtime.Pages;
import cutline.runtime.Sender;
import java.util.ArrayList;
import java.util.List;

/**
 * Which transfers a branch has made and applied, by numbers that are the bank's own: 1, 2, 3 … in
 * each channel, given by the sender and carried in the transfer. It is part of the branch's state
 * and trusts no count of the channels below, so an audit that compares both ends finds a transfer
 * that was lost even where another one came twice in its place.
 */
public final class Ledger implements Pages {

  private static final int FIELDS = 4;

  /**
   * What is written down about another branch.
   *
   * @param sent the number of the last transfer to it
   * @param applied the largest number of a transfer from it
   * @param missing how many numbers were left out before that one
   * @param repeated how many transfers had a number that was not larger than all before
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
  }

  private final List<String> others;
  private final int firstPage;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A ledger without entries.
   *
   * @param firstPage what the branch calls the first of these pages
   */
  Ledger(List<String> others, int firstPage) {
    this.others = others;
    this.firstPage = firstPage;
    others.forEach(_ -> entries.add(Entry.NONE));
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
    put(other, entry(other).withSent(), sender);
  }

  void applied(String other, long number, Sender<?> sender) {
    put(other, entry(other).withApplied(number), sender);
  }

  private void put(String other, Entry entry, Sender<?> sender) {
    int page = others.indexOf(other);
    sender.willChange(firstPage + page);
    entries.set(page, entry);
  }

  @Override
  public int count() {
    return others.size();
  }

  @Override
  public byte[] read(int page) {
    Entry entry = entries.get(page);
    return Longs.bytes(entry.sent(), entry.applied(), entry.missing(), entry.repeated());
  }

  @Override
  public void write(int page, byte[] content) {
    if (content.length != FIELDS * Long.BYTES) {
      throw new IllegalArgumentException("%d bytes for a ledger's page".formatted(content.length));
    }
    long[] fields = Longs.of(content);
    entries.set(page, new Entry(fields[0], fields[1], fields[2], fields[3]));
  }
}
