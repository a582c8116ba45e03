package cutline.bank;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.Deed;
import cutline.core.SnapshotId;
import cutline.runtime.MalformedException;
import cutline.runtime.Observed;
import cutline.runtime.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a process was observed to do, in Protocol Buffers (bank.proto), and back. */
final class Deeds {

  private static final Pattern ID = Pattern.compile("[0-9]{1,19}\\.[0-9]{1,19}");

  private Deeds() {}

  static Deed connected(String peer, long at) {
    return deed(Deed.Kind.CONNECTED, at).setPeer(peer).build();
  }

  static Deed disconnected(String peer, long at) {
    return deed(Deed.Kind.DISCONNECTED, at).setPeer(peer).build();
  }

  static Deed of(Observed<BranchState, Transfer> what, long at) {
    return switch (what) {
      case Observed.Sent<BranchState, Transfer>(String to, String id, Transfer transfer) ->
          deed(Deed.Kind.SENT, at).setPeer(to).setId(id).setAmount(transfer.amount()).build();
      case Observed.Received<BranchState, Transfer>(
              String from,
              String id,
              Transfer transfer,
              List<SnapshotId> inFlight) ->
          deed(Deed.Kind.RECEIVED, at)
              .setPeer(from)
              .setId(id)
              .setAmount(transfer.amount())
              .addAllInFlight(inFlight.stream().map(SnapshotId::toString).toList())
              .build();
      case Observed.StateRecorded<BranchState, Transfer>(SnapshotId snapshot, BranchState state) ->
          of(Deed.Kind.STATE_RECORDED, at, snapshot).setBalance(state.balance()).build();
      case Observed.MarkerSent<BranchState, Transfer>(String to, String id, SnapshotId snapshot) ->
          of(Deed.Kind.MARKER_SENT, at, snapshot).setPeer(to).setId(id).build();
      case Observed.MarkerReceived<BranchState, Transfer>(
              String from,
              String id,
              SnapshotId snapshot) ->
          of(Deed.Kind.MARKER_RECEIVED, at, snapshot).setPeer(from).setId(id).build();
      case Observed.ChannelClosed<BranchState, Transfer>(String from, SnapshotId snapshot) ->
          of(Deed.Kind.CHANNEL_CLOSED, at, snapshot).setPeer(from).build();
      case Observed.PartComplete<BranchState, Transfer>(SnapshotId snapshot) ->
          of(Deed.Kind.PART_COMPLETE, at, snapshot).build();
      case Observed.GivenUp<BranchState, Transfer>(SnapshotId snapshot, String reason) ->
          of(Deed.Kind.GIVEN_UP, at, snapshot).setReason(Untrusted.line(reason)).build();
      case Observed.Resumed<BranchState, Transfer>(BranchState state, SnapshotId restored) -> {
        if (restored == null) {
          throw new IllegalStateException("who watches a process has not seen it begin");
        }
        yield of(Deed.Kind.RESTORED, at, restored).setBalance(state.balance()).build();
      }
    };
  }

  private static Deed.Builder deed(Deed.Kind kind, long at) {
    return Deed.newBuilder().setKind(kind).setAt(at);
  }

  private static Deed.Builder of(Deed.Kind kind, long at, SnapshotId snapshot) {
    return deed(kind, at).setSnapshot(snapshot.toString());
  }

  /**
   * Tells what a deed says.
   *
   * @param members all whom it can name
   * @throws MalformedException if it makes no sense
   */
  static void tell(Deed deed, Set<String> members, BankCodec codec, MemberWatch.Sink sink)
      throws MalformedException {
    long at = deed.getAt();
    switch (deed.getKind()) {
      case SENT ->
          sink.observed(
              at,
              new Observed.Sent<>(peer(deed, members), id(deed), codec.transfer(deed.getAmount())));
      case RECEIVED ->
          sink.observed(
              at,
              new Observed.Received<>(
                  peer(deed, members),
                  id(deed),
                  codec.transfer(deed.getAmount()),
                  snapshots(deed.getInFlightList(), members)));
      case STATE_RECORDED ->
          sink.observed(
              at,
              new Observed.StateRecorded<>(
                  snapshot(deed.getSnapshot(), members), codec.state(deed.getBalance())));
      case MARKER_SENT ->
          sink.observed(
              at,
              new Observed.MarkerSent<>(
                  peer(deed, members), id(deed), snapshot(deed.getSnapshot(), members)));
      case MARKER_RECEIVED ->
          sink.observed(
              at,
              new Observed.MarkerReceived<>(
                  peer(deed, members), id(deed), snapshot(deed.getSnapshot(), members)));
      case CHANNEL_CLOSED ->
          sink.observed(
              at,
              new Observed.ChannelClosed<>(
                  peer(deed, members), snapshot(deed.getSnapshot(), members)));
      case PART_COMPLETE ->
          sink.observed(at, new Observed.PartComplete<>(snapshot(deed.getSnapshot(), members)));
      case GIVEN_UP ->
          sink.observed(
              at,
              new Observed.GivenUp<>(
                  snapshot(deed.getSnapshot(), members), Untrusted.line(deed.getReason())));
      case RESTORED ->
          sink.observed(
              at,
              new Observed.Resumed<>(
                  codec.state(deed.getBalance()), snapshot(deed.getSnapshot(), members)));
      case CONNECTED -> sink.connected(at, peer(deed, members));
      case DISCONNECTED -> sink.disconnected(at, peer(deed, members));
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("a deed of no known kind");
    }
  }

  private static String peer(Deed deed, Set<String> members) throws MalformedException {
    if (!members.contains(deed.getPeer())) {
      throw new MalformedException("there is no member " + Untrusted.line(deed.getPeer()));
    }
    return deed.getPeer();
  }

  private static String id(Deed deed) throws MalformedException {
    if (!ID.matcher(deed.getId()).matches()) {
      throw new MalformedException("a message with the id " + Untrusted.line(deed.getId()));
    }
    return deed.getId();
  }

  static SnapshotId snapshot(String text, Set<String> members) throws MalformedException {
    SnapshotId snapshot = Messages.snapshotId(text);
    if (!members.contains(snapshot.initiator())) {
      throw new MalformedException("a snapshot of no member: " + Untrusted.line(text));
    }
    return snapshot;
  }

  private static List<SnapshotId> snapshots(List<String> texts, Set<String> members)
      throws MalformedException {
    List<SnapshotId> snapshots = new ArrayList<>();
    for (String text : texts) {
      snapshots.add(snapshot(text, members));
    }
    return snapshots;
  }
}
