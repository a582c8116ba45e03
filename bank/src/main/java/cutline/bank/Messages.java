package cutline.bank;

import com.google.protobuf.UnsafeByteOperations;
import cutline.bank.config.Member;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Ledger;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.TotalConserved;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.BranchSnapshot;
import cutline.bank.wire.Incoming;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.LedgerEntry;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.RestoreEnded;
import cutline.bank.wire.ReturnSnapshot;
import cutline.bank.wire.SnapshotDecided;
import cutline.bank.wire.Status;
import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.Decided;
import cutline.runtime.MalformedException;
import cutline.runtime.OpenSnapshot;
import cutline.runtime.Parts;
import cutline.runtime.PeerStatus;
import cutline.runtime.Untrusted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What controllers and branches say to each other, in Protocol Buffers (bank.proto). */
final class Messages {

  /** A request's id, or a snapshot's: what is longer than any that we make. */
  private static final int MAX_ID = 200;

  private Messages() {}

  static Request request(byte[] bytes) throws MalformedException {
    Request request = Untrusted.parse(Request.parser(), bytes);
    // They come back in the answer, which must fit into a frame.
    if (request.getInitSnapshot().getRequest().length() > MAX_ID
        || request.getRestoreSnapshot().getRequest().length() > MAX_ID
        || request.getRestoreSnapshot().getSnapshot().length() > MAX_ID
        || request.getRetrieveSnapshot().getSnapshot().length() > MAX_ID) {
      throw new MalformedException("an id of more than " + MAX_ID + " characters");
    }
    return request;
  }

  static Reply reply(byte[] bytes) throws MalformedException {
    Reply reply = Untrusted.parse(Reply.parser(), bytes);
    if (reply.getKindCase() == Reply.KindCase.KIND_NOT_SET) {
      throw new MalformedException("a reply of no known kind");
    }
    return reply;
  }

  static cutline.bank.wire.Traffic traffic(Traffic traffic) {
    cutline.bank.wire.Traffic.Builder message =
        cutline.bank.wire.Traffic.newBuilder()
            .setEveryNanos(traffic.rhythm().every().toNanos())
            .setDelayMinNanos(traffic.delay().least().toNanos())
            .setDelayMaxNanos(traffic.delay().most().toNanos())
            .setMaxAmount(traffic.maxAmount())
            .setSeed(traffic.seed());
    if (traffic.rhythm() instanceof Rhythm.Regular regular) {
      message.setProbability(regular.probability());
    }
    return message.build();
  }

  /**
   * The traffic that a message describes.
   *
   * @throws IllegalArgumentException if there cannot be such
   */
  static Traffic traffic(cutline.bank.wire.Traffic message) {
    Duration every = Duration.ofNanos(message.getEveryNanos());
    return new Traffic(
        message.hasProbability()
            ? new Rhythm.Regular(every, message.getProbability())
            : new Rhythm.Irregular(every),
        new DurationRange(
            Duration.ofNanos(message.getDelayMinNanos()),
            Duration.ofNanos(message.getDelayMaxNanos())),
        message.getMaxAmount(),
        message.getSeed());
  }

  static Reply refused(Refused.Code code, String reason, String subject) {
    return Reply.newBuilder()
        .setRefused(
            Refused.newBuilder()
                .setCode(code)
                .setReason(Untrusted.line(reason))
                .setSubject(subject))
        .build();
  }

  static Reply status(BankProcess process, Inquiry inquiry) {
    ProcessStatus now = process.statusNow();
    BankDefinition bank = process.bank();
    Status.Builder status =
        Status.newBuilder()
            .setName(process.name())
            .setPhase(now.isStarted() ? Status.Phase.STARTED : Status.Phase.READY)
            .setBank(bank.id())
            .setTotal(bank.total())
            .setBalance(now.balance())
            .setSent(now.sent())
            .setReceived(now.received())
            .setPaused(now.isPaused())
            .setEra(now.era())
            .setNonFifo(isNonFifo(bank.order()));
    if (inquiry.getMembers()) {
      bank.members().forEach(member -> status.addMembers(member(bank, member)));
    }
    if (inquiry.getVitals()) {
      status.setVitals(process.vitals());
    }
    for (PeerStatus peer : now.peers()) {
      Peer.Builder told =
          Peer.newBuilder()
              .setConnected(peer.isConnected())
              .setMet(peer.isMet())
              .setMessagesSent(peer.messagesSent())
              .setMessagesReceived(peer.messagesReceived());
      if (inquiry.getUnacknowledged()) {
        List<Transfer> transfers = process.unacknowledged(peer.name());
        told.setUnacknowledged(TotalConserved.sum(transfers).longValue())
            .setUnacknowledgedTransfers(transfers.size());
      }
      Ledger.Entry entry = process.ledgerEntry(peer.name());
      if (entry != null) {
        told.setLedger(
            LedgerEntry.newBuilder()
                .setSent(entry.sent())
                .setApplied(entry.applied())
                .setMissing(entry.missing())
                .setRepeated(entry.repeated()));
      }
      status.addPeers(told);
    }
    for (OpenSnapshot open : now.open()) {
      status.addOpen(
          cutline.bank.wire.OpenSnapshot.newBuilder()
              .setSnapshot(open.id().toString())
              .setClosed(open.closedChannels())
              .setIncoming(now.peers().size())
              .setReported(open.reported()));
    }
    return Reply.newBuilder().setStatus(status).build();
  }

  static cutline.bank.wire.Member member(BankDefinition bank, Member member) {
    return cutline.bank.wire.Member.newBuilder()
        .setName(member.name())
        .setHost(member.host())
        .setPort(member.port())
        .setShare(bank.share(member.name()))
        .build();
  }

  static boolean isNonFifo(ChannelOrder order) {
    return order == ChannelOrder.NON_FIFO;
  }

  /** Whoever knows of no order says nothing, and means FIFO. */
  static ChannelOrder order(boolean isNonFifo) {
    return isNonFifo ? ChannelOrder.NON_FIFO : ChannelOrder.FIFO;
  }

  /** What a bank holds, for people who wanted another one. */
  static String holds(long total) {
    return String.format(Locale.ROOT, "this bank holds $%,d", total);
  }

  static Reply decided(String request, Decided<BranchState, Transfer> decided) {
    GlobalSnapshot<BranchState, Transfer> snapshot = decided.snapshot();
    SnapshotDecided.Builder message =
        SnapshotDecided.newBuilder()
            .setRequest(request)
            .setSnapshot(String.valueOf(snapshot.id()))
            .setStatus(
                switch (snapshot.status()) {
                  case COMPLETE -> SnapshotDecided.Status.COMPLETE;
                  case INCOMPLETE -> SnapshotDecided.Status.INCOMPLETE;
                  case ABORTED -> SnapshotDecided.Status.ABORTED;
                })
            .setTookNanos(decided.took().toNanos());
    String reason = snapshot.reason();
    if (reason != null) {
      message.setReason(reason);
    }
    return Reply.newBuilder().setSnapshotDecided(message).build();
  }

  static Reply restoreEnded(String request, SnapshotId snapshot, Optional<String> failure) {
    return Reply.newBuilder()
        .setRestoreEnded(
            RestoreEnded.newBuilder()
                .setRequest(request)
                .setSnapshot(snapshot.toString())
                .setFailure(failure.map(Untrusted::line).orElse("")))
        .build();
  }

  static SnapshotStatus status(SnapshotDecided.Status status) throws MalformedException {
    return switch (status) {
      case COMPLETE -> SnapshotStatus.COMPLETE;
      case INCOMPLETE -> SnapshotStatus.INCOMPLETE;
      case ABORTED -> SnapshotStatus.ABORTED;
      case STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("a decision of no known status");
    };
  }

  static SnapshotId snapshotId(String text) throws MalformedException {
    try {
      return SnapshotId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A branch's part of a snapshot, in as many replies as it needs. */
  static List<Reply> returnSnapshot(LocalSnapshot<BranchState, Transfer> part) {
    BranchSnapshot.Builder snapshot =
        BranchSnapshot.newBuilder().setName(part.process()).setBalance(part.state().balance());
    part.channels()
        .forEach((from, transfers) ->
            snapshot.addIncoming(
                Incoming.newBuilder()
                    .setFrom(from)
                    .addAllAmounts(transfers.stream().map(Transfer::amount).toList())));
    List<byte[]> cut = Parts.split(snapshot.build().toByteArray());
    List<Reply> replies = new ArrayList<>();
    for (int number = 0; number < cut.size(); number++) {
      replies.add(
          Reply.newBuilder()
              .setReturnSnapshot(
                  ReturnSnapshot.newBuilder()
                      .setSnapshot(part.id().toString())
                      .setPart(number)
                      .setParts(cut.size())
                      .setData(UnsafeByteOperations.unsafeWrap(cut.get(number))))
              .build());
    }
    return replies;
  }

  /** The part of the branch {@code name}, from what its replies have brought. */
  static LocalSnapshot<BranchState, Transfer> branchSnapshot(
      SnapshotId id, String name, byte[] bytes) throws MalformedException {
    BranchSnapshot snapshot = Untrusted.parse(BranchSnapshot.parser(), bytes);
    if (!snapshot.getName().equals(name)) {
      throw new MalformedException(name + " gave the part of " + snapshot.getName());
    }
    SortedMap<String, List<Transfer>> channels = new TreeMap<>();
    try {
      for (Incoming incoming : snapshot.getIncomingList()) {
        List<Transfer> transfers = incoming.getAmountsList().stream().map(Transfer::new).toList();
        if (channels.put(incoming.getFrom(), transfers) != null) {
          throw new MalformedException(name + " gave a channel twice");
        }
      }
      return new LocalSnapshot<>(id, name, new BranchState(snapshot.getBalance()), channels);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), e);
    }
  }
}
