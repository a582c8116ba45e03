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
  private boolean hasBegun;

  /**
   * Of a member that is still to be asked.
   *
   * @param transport the way to the members, by their names
   */
  public MemberWatch(BankAddress bank, String member, Transport transport, Ticker ticker) {
    this.bank = bank.id();
    this.member = member;
    this.members = Set.copyOf(bank.names());
    this.codec = new BankCodec(bank.total());
    this.links = new BranchLinks(List.of(member), transport, ticker);
    this.ticker = ticker;
  }

  /**
   * Fetches what the member has done since the last time.
   *
   * @param patience how long to wait for an answer
   * @return whether there is more to be fetched at once
   */
  public boolean fetch(Duration patience, Sink sink) throws InterruptedException {
    long deadline = ticker.nanos() + patience.toNanos();
    boolean[] more = {false};
    List<String> missing =
        links.ask(
            List.of(member),
            _ -> OBSERVE,
            (_, reply) -> {
              more[0] = take(reply, sink);
              return true;
            },
            () -> deadline,
            BranchLinks.Meanwhile.NOTHING);
    if (!missing.isEmpty()) {
      sink.away(links.silence("no answer from ", member));
    }
    return more[0];
  }

  private boolean take(Reply reply, Sink sink) throws MalformedException {
    if (reply.hasRefused()) {
      sink.refused(Untrusted.line(reply.getRefused().getReason()));
      return false;
    }
    if (!reply.hasObservations()) {
      throw new MalformedException("an answer to another question");
    }
    Observations observations = reply.getObservations();
    if (observations.hasBeginning() && !begin(observations.getBeginning(), sink)) {
      return false;
    }
    if (hasBegun) {
      for (Deed deed : observations.getDeedsList()) {
        Deeds.tell(deed, members, codec, sink);
      }
    }
    return observations.getMore();
  }

  private boolean begin(Beginning beginning, Sink sink) throws MalformedException {
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

  /** Lets time pass; the connection is kept meanwhile. */
  public void pause(Duration time) throws InterruptedException {
    links.pause(ticker.nanos() + time.toNanos());
  }

  /** Ends the connection; the member goes on. */
  @Override
  public void close() {
    links.close();
  }
}
