package cutline.bank;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.bank.wire.RetrieveSnapshot;
import cutline.bank.wire.ReturnSnapshot;
import cutline.bank.wire.SnapshotDecided;
import cutline.core.Assembly;
import cutline.core.GlobalSnapshot;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.runtime.MalformedException;
import cutline.runtime.Parts;
import cutline.runtime.Ticker;
import cutline.runtime.Untrusted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots for a controller: asks one branch to initiate, waits for its decision, and
 * gathers the parts of all.
 */
final class SnapshotTaker {

  /** How long an answer may take beyond what the branches themselves wait for. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How often all are asked how far a snapshot has come, if somebody wants to know. */
  private static final Duration INQUIRE = Duration.ofMillis(100);

  /** The longest timeout, and three times the longest delay. */
  private static final Duration LONGEST_PATIENCE = Duration.ofDays(4);

  private final List<String> members;
  private final long expected;
  private final BranchLinks links;
  private final Duration timeout;
  private final Ticker ticker;
  private final InstantSource clock;
  private final long nonce;
  private int taken;

  SnapshotTaker(
      List<String> members,
      long expected,
      BranchLinks links,
      Duration timeout,
      Ticker ticker,
      InstantSource clock,
      long nonce) {
    this.members = members;
    this.expected = expected;
    this.links = links;
    this.timeout = timeout;
    this.ticker = ticker;
    this.clock = clock;
    this.nonce = nonce;
  }

  /** What the initiator has said so far about one request. */
  private static final class Initiator {
    @Nullable SnapshotId id;
    @Nullable SnapshotStatus status;
    @Nullable String reason;
    @Nullable Duration patience;
    Duration took = Duration.ZERO;
  }

  /**
   * @param progress is told how far the snapshot has come, or null if nobody cares
   */
  BankSnapshot take(String initiator, @Nullable SnapshotProgress progress)
      throws InterruptedException {
    Instant startedAt = clock.instant();
    Initiator said = initiate(initiator, progress);
    SnapshotId id = said.id;
    SnapshotStatus status = said.status;
    GlobalSnapshot<BranchState, Transfer> snapshot;
    if (id == null || status == null) {
      String reason = said.reason == null ? silence(initiator, id) : said.reason;
      snapshot =
          new GlobalSnapshot<>(
              id,
              initiator,
              status == null ? SnapshotStatus.INCOMPLETE : status,
              reason,
              new TreeMap<>(),
              new TreeMap<>(),
              0);
    } else {
      snapshot = gather(id, status, said.reason);
    }
    return new BankSnapshot(snapshot, expected, startedAt, said.took);
  }

  private Initiator initiate(String initiator, @Nullable SnapshotProgress progress)
      throws InterruptedException {
    String request = "%016x-%d".formatted(nonce, ++taken);
    Initiator said = new Initiator();
    Request message =
        Request.newBuilder()
            .setInitSnapshot(
                InitSnapshot.newBuilder().setRequest(request).setTimeoutNanos(timeout.toNanos()))
            .build();
    long asked = ticker.nanos();
    MarkerCount markers = new MarkerCount(members.size());
    links.ask(
        List.of(initiator),
        _ -> message,
        (branch, reply) -> {
          if (progress != null && reply.hasStatus() && said.id != null) {
            markers.count(branch, reply.getStatus(), said.id, progress);
          }
          return branch.equals(initiator) && take(said, request, reply);
        },
        () -> asked + patience(said).toNanos(),
        progress == null ? BranchLinks.Meanwhile.NOTHING : inquiring());
    return said;
  }

  private BranchLinks.Meanwhile inquiring() {
    Request inquiry = Request.newBuilder().setInquiry(Inquiry.getDefaultInstance()).build();
    return new BranchLinks.Meanwhile(INQUIRE, _ -> links.tell(inquiry));
  }

  /** The timeout until the initiator answers, and then as long as it takes for its decision. */
  private Duration patience(Initiator said) {
    return said.patience == null ? timeout : said.patience.plus(GRACE);
  }

  private String silence(String initiator, @Nullable SnapshotId id) {
    return links.silence(id == null ? "no answer from " : "no decision from ", initiator);
  }

  private static boolean take(Initiator said, String request, Reply reply)
      throws MalformedException {
    if (reply.hasSnapshotStarted() && reply.getSnapshotStarted().getRequest().equals(request)) {
      said.id = Messages.snapshotId(reply.getSnapshotStarted().getSnapshot());
      said.patience =
          Duration.ofNanos(
              Math.clamp(
                  reply.getSnapshotStarted().getPatienceNanos(), 0, LONGEST_PATIENCE.toNanos()));
      return false;
    }
    if (reply.hasSnapshotDecided() && reply.getSnapshotDecided().getRequest().equals(request)) {
      SnapshotDecided decided = reply.getSnapshotDecided();
      said.id = Messages.snapshotId(decided.getSnapshot());
      said.status = Messages.status(decided.getStatus());
      said.reason =
          said.status == SnapshotStatus.COMPLETE ? null : Untrusted.line(decided.getReason());
      said.took = Duration.ofNanos(decided.getTookNanos());
      return true;
    }
    if (reply.hasRefused() && reply.getRefused().getSubject().equals(request)) {
      said.status =
          reply.getRefused().getCode() == Refused.Code.NOT_READY
              ? SnapshotStatus.INCOMPLETE
              : SnapshotStatus.ABORTED;
      said.reason = Untrusted.line(reply.getRefused().getReason());
      return true;
    }
    return false;
  }

  /** Asks all branches for their parts and puts them together under the initiator's decision. */
  private GlobalSnapshot<BranchState, Transfer> gather(
      SnapshotId id, SnapshotStatus status, @Nullable String reason) throws InterruptedException {
    Assembly<BranchState, Transfer> assembly = new Assembly<>(id, members);
    Map<String, Parts> parts = new LinkedHashMap<>();
    Request message =
        Request.newBuilder()
            .setRetrieveSnapshot(RetrieveSnapshot.newBuilder().setSnapshot(id.toString()))
            .build();
    Duration patience = status == SnapshotStatus.COMPLETE ? timeout : GRACE;
    long deadline = ticker.nanos() + patience.toNanos();
    List<String> unreported = new ArrayList<>();
    List<String> silent =
        links.ask(
            members,
            _ -> message,
            (branch, reply) -> {
              if (reply.hasRefused()) {
                boolean isAnswer = reply.getRefused().getSubject().equals(id.toString());
                if (isAnswer && reply.getRefused().getCode() == Refused.Code.NOT_READY) {
                  unreported.add(branch);
                }
                return isAnswer;
              }
              LocalSnapshot<BranchState, Transfer> part = part(id, branch, parts, reply);
              if (part == null) {
                return false;
              }
              assembly.report(part);
              return true;
            },
            () -> deadline,
            BranchLinks.Meanwhile.NOTHING);
    unreported.addAll(silent);
    if (status == SnapshotStatus.INCOMPLETE && !unreported.isEmpty()) {
      // All wait for the marker of one that is gone, or has started anew, and none of them can
      // report: name that one.
      return assembly.decide(status, "no report from " + String.join(", ", unreported));
    }
    if (status != SnapshotStatus.COMPLETE) {
      return assembly.decide(status, reason);
    }
    return assembly.missing().isEmpty()
        ? assembly.decide(status, null)
        : assembly.decide(
            SnapshotStatus.INCOMPLETE, "no part from " + String.join(", ", assembly.missing()));
  }

  private static @Nullable LocalSnapshot<BranchState, Transfer> part(
      SnapshotId id, String branch, Map<String, Parts> parts, Reply reply)
      throws MalformedException {
    ReturnSnapshot returned = reply.getReturnSnapshot();
    if (!reply.hasReturnSnapshot() || !returned.getSnapshot().equals(id.toString())) {
      return null;
    }
    byte[] whole =
        parts
            .computeIfAbsent(branch, _ -> new Parts())
            .add(returned.getPart(), returned.getParts(), returned.getData().toByteArray());
    return whole == null ? null : Messages.branchSnapshot(id, branch, whole);
  }
}
