package cutline.runtime;

import com.google.protobuf.ByteString;
import cutline.bank.BankCodec;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.SnapshotId;
import cutline.runtime.wire.ChannelState;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.LocalSnapshot;
import cutline.runtime.wire.Marker;
import cutline.runtime.wire.Refusal;
import cutline.runtime.wire.Report;
import cutline.runtime.wire.ReportPart;
import cutline.runtime.wire.RestoreAbort;
import cutline.runtime.wire.RestorePrepare;
import cutline.runtime.wire.RestoreVote;
import java.util.List;

/** What an honest A says to B. */
final class Frames {

  static final BankCodec CODEC = new BankCodec(3_000);

  private static final SnapshotId OF_A = new SnapshotId("A", 1, 1);
  private static final SnapshotId OF_B = new SnapshotId("B", 1, 1);

  private Frames() {}

  static byte[] hello() {
    return Frame.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setSystem(AttackedNode.SYSTEM)
                .setFrom("A")
                .setTo("B")
                .setIncarnation(1)
                .setNonce(5))
        .build()
        .toByteArray();
  }

  static byte[] transfer(long number) {
    return entry(
        number,
        Entry.newBuilder().setMessage(ByteString.copyFrom(CODEC.encodeMessage(new Transfer(5)))));
  }

  static byte[] marker(long number, SnapshotId id) {
    return entry(
        number, Entry.newBuilder().setMarker(Marker.newBuilder().setSnapshot(Wire.id(id))));
  }

  static byte[] refusal() {
    return Frame.newBuilder()
        .setRefusal(
            Refusal.newBuilder()
                .setCode(Refusal.Code.FENCED)
                .setReason("a newer life\u2028is known"))
        .build()
        .toByteArray();
  }

  /** The log of A. */
  static List<byte[]> log() {
    Report report =
        Report.newBuilder()
            .setLocal(
                LocalSnapshot.newBuilder()
                    .setState(ByteString.copyFrom(CODEC.encodeState(new BranchState(995))))
                    .addChannels(ChannelState.newBuilder().setFrom("B"))
                    .addChannels(ChannelState.newBuilder().setFrom("C")))
            .build();
    return List.of(
        marker(1, OF_A),
        transfer(2),
        marker(3, OF_B),
        entry(
            4,
            Entry.newBuilder()
                .setReport(
                    ReportPart.newBuilder()
                        .setSnapshot(Wire.id(OF_B))
                        .setParts(1)
                        .setData(report.toByteString()))),
        entry(
            5,
            Entry.newBuilder()
                .setDecision(
                    Decision.newBuilder()
                        .setSnapshot(Wire.id(OF_A))
                        .setStatus(Decision.Status.ABORTED)
                        .setReason("nobody wants it"))),
        entry(
            6,
            Entry.newBuilder()
                .setRestorePrepare(
                    RestorePrepare.newBuilder()
                        .setAttempt("A.1.1")
                        .setEra(1)
                        .setSnapshot(Wire.id(OF_B)))),
        entry(7, Entry.newBuilder().setRestoreVote(RestoreVote.newBuilder().setAttempt("B.1.1"))),
        entry(
            8, Entry.newBuilder().setRestoreAbort(RestoreAbort.newBuilder().setAttempt("A.1.1"))));
  }

  private static byte[] entry(long number, Entry.Builder entry) {
    return Frame.newBuilder().setEntry(entry.setNumber(number)).build().toByteArray();
  }
}
