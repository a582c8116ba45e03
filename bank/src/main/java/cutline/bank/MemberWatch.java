package cutline.bank;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.Beginning;
import cutline.bank.wire.Deed;
import cutline.bank.wire.Observations;
import cutline.bank.wire.Observe;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.core.SnapshotId;
import cutline.runtime.MalformedException;
import cutline.runtime.Observed;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Observes one member of a bank from outside, over a connection of its own; used by one thread.
 * What the member does while it is not asked waits there, but not for ever: then there is a new
 * beginning.
 */
public final class MemberWatch implements AutoCloseable {

  private static final Request OBSERVE =
      Request.newBuilder().setObserve(Observe.getDefaultInstance()).build();

  /** Takes what a member does; times are in microseconds since 1970, by the member's clock. */
  public interface Sink {

    /**
     * What comes from now on follows from here; what was before is not known.
     *
     * @param balance in dollars
     * @param era how often the bank has gone back to a snapshot
     * @param restored to which one last; null if it never has
     */
    void begins(long balance, long era, @Nullable SnapshotId restored);

    /** It answers, and what it has done since its last answer follows. */
    void goesOn();

    /** It has done this, durably. */
    void observed(long at, Observed<BranchState, Transfer> what);

    /** It has a connection with another member now. */
    void connected(long at, String peer);

    /** It has none any more. */
    void disconnected(long at, String peer);

    /** It does not answer, for a reason in a few words. */
    void away(String reason);

    /** It is there and will not be observed, for a reason in a few words. */
    void refused(String reason);
  }

  private final String bank;
  private final String member;
  private final Set<String> members;
  private final BankCodec codec;
  private final BranchLinks links;
  private final Ticker ticker;
  private final Sink sink;
  private boolean hasBegun;
  private boolean more;

  /**
   * Of a member that is still to be asked.
   *
   * @param transport the way to the members, by their names
   * @param sink is told what the member does, whenever it says so
   */
  public MemberWatch(
      BankAddress bank, String member, Transport transport, Ticker ticker, Sink sink) {
    this.bank = bank.id();
    this.member = member;
    this.members = Set.copyOf(bank.names());
    this.codec = new BankCodec(bank.total());
    this.links = new BranchLinks(List.of(member), transport, ticker);
    this.ticker = ticker;
    this.sink = sink;
  }

  /**
   * Fetches what the member has done since the last time. A member that does not answer in time is
   * away, and not asked again: its answer, which tells what nobody will tell a second time, may
   * still come.
   *
   * @param patience how long to wait for an answer
   * @return whether there is more to be fetched at once
   */
  public boolean fetch(Duration patience) throws InterruptedException {
    long deadline = ticker.nanos() + patience.toNanos();
    more = false;
    if (links.unanswered().isEmpty()) {
      links.request(List.of(member), _ -> OBSERVE);
    }
    if (!links.await(this::answer, () -> deadline, BranchLinks.Meanwhile.NOTHING).isEmpty()) {
      sink.away(links.silence("no answer from ", member));
    }
    return more;
  }

  private boolean answer(String from, Reply reply) throws MalformedException {
    more = take(reply);
    return true;
  }

  private boolean take(Reply reply) throws MalformedException {
    if (reply.hasRefused()) {
      sink.refused(Untrusted.line(reply.getRefused().getReason()));
      return false;
    }
    if (!reply.hasObservations()) {
      throw new MalformedException("an answer to another question");
    }
    Observations observations = reply.getObservations();
    if (observations.hasBeginning() && !begin(observations.getBeginning())) {
      return false;
    }
    if (hasBegun) {
      sink.goesOn();
      for (Deed deed : observations.getDeedsList()) {
        Deeds.tell(deed, members, codec, sink);
      }
    }
    return observations.getMore();
  }

  private boolean begin(Beginning beginning) throws MalformedException {
    hasBegun = beginning.getBank().equals(bank);
    if (!hasBegun) {
      sink.refused(member + " is part of another bank");
      return false;
    }
    String restored = beginning.getRestored();
    sink.begins(
        codec.state(beginning.getBalance()).balance(),
        beginning.getEra(),
        restored.isEmpty() ? null : Deeds.snapshot(restored, members));
    return true;
  }

  /** Lets time pass; the connection is kept meanwhile, and a late answer is taken. */
  public void pause(Duration time) throws InterruptedException {
    links.pause(ticker.nanos() + time.toNanos(), this::answer);
  }

  /** Ends the connection; the member goes on. */
  @Override
  public void close() {
    links.close();
  }
}
