package cutline.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import cutline.core.FailedReport;
import cutline.core.GlobalSnapshot;
import cutline.core.LocalSnapshot;
import cutline.core.Marker;
import cutline.core.Report;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import cutline.core.Topology;
import cutline.runtime.wire.ChannelState;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Recorded;
import cutline.runtime.wire.ReportPart;
import cutline.runtime.wire.RestoreAbort;
import cutline.runtime.wire.RestorePrepare;
import cutline.runtime.wire.RestoreVote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Between the core's words and what is on the wire (channel.proto). All checks of what comes from
 * outside that need no knowledge of the process's state are here.
 *
 * @param <S> the application's local state
 * @param <M> the application's messages
 */
final class Wire<S, M> {

  private static final int MAX_MESSAGE = 60 * 1024;

  private final MessageCodec<S, M> codec;
  private final Topology topology;

  Wire(MessageCodec<S, M> codec, Topology topology) {
    this.codec = codec;
    this.topology = topology;
  }

  static Frame parse(byte[] bytes) throws MalformedException {
    return Untrusted.parse(Frame.parser(), bytes);
  }

  // ------------------------------------------------------------- writing

  /**
   * A message as an entry.
   *
   * @param carried the snapshots that it carries
   * @throws IllegalArgumentException if it is larger than {@link MessageCodec} may make it
   */
  byte[] message(long number, List<SnapshotId> carried, M message) {
    byte[] encoded = codec.encodeMessage(message);
    if (encoded.length > MAX_MESSAGE) {
      throw new IllegalArgumentException(
          "a message of %d bytes, and the most are %d".formatted(encoded.length, MAX_MESSAGE));
    }
    if (carried.isEmpty()) {
      return plainMessage(number, encoded);
    }
    Entry.Builder entry =
        Entry.newBuilder().setNumber(number).setMessage(UnsafeByteOperations.unsafeWrap(encoded));
    for (SnapshotId id : carried) {
      entry.addRecorded(
          Recorded.newBuilder()
              .setInitiator(topology.index(id.initiator()))
              .setIncarnation(id.incarnation())
              .setNumber(id.number()));
    }
    return frame(entry);
  }

  /** The same bytes as {@link #frame} gives, without the objects: nearly all frames are such. */
  private static byte[] plainMessage(long number, byte[] encoded) {
    int size =
        CodedOutputStream.computeUInt64Size(Entry.NUMBER_FIELD_NUMBER, number)
            + CodedOutputStream.computeByteArraySize(Entry.MESSAGE_FIELD_NUMBER, encoded);
    byte[] frame =
        new byte
            [CodedOutputStream.computeTagSize(Frame.ENTRY_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(size)
                + size];
    CodedOutputStream out = CodedOutputStream.newInstance(frame);
    try {
      out.writeTag(Frame.ENTRY_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(size);
      out.writeUInt64(Entry.NUMBER_FIELD_NUMBER, number);
      out.writeByteArray(Entry.MESSAGE_FIELD_NUMBER, encoded);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new AssertionError("an array of the right size", e);
    }
    return frame;
  }

  /** The messages in frames that {@link #message} has made. */
  List<M> messages(List<byte[]> frames) {
    List<M> messages = new ArrayList<>();
    try {
      for (byte[] frame : frames) {
        messages.add(message(parse(frame).getEntry()));
      }
    } catch (MalformedException e) {
      throw new AssertionError("a frame of our own", e);
    }
    return messages;
  }

  static byte[] marker(long number, Marker marker) {
    return frame(
        Entry.newBuilder()
            .setNumber(number)
            .setMarker(
                cutline.runtime.wire.Marker.newBuilder()
                    .setSnapshot(id(marker.id()))
                    .setMessagesBefore(marker.messagesBefore())));
  }

  static byte[] reportPart(long number, ReportPart part) {
    return frame(Entry.newBuilder().setNumber(number).setReport(part));
  }

  static byte[] decision(long number, Decision decision) {
    return frame(Entry.newBuilder().setNumber(number).setDecision(decision));
  }

  static byte[] restorePrepare(long number, RestorePrepare prepare) {
    return frame(Entry.newBuilder().setNumber(number).setRestorePrepare(prepare));
  }

  static byte[] restoreVote(long number, RestoreVote vote) {
    return frame(Entry.newBuilder().setNumber(number).setRestoreVote(vote));
  }

  static byte[] restoreAbort(long number, RestoreAbort abort) {
    return frame(Entry.newBuilder().setNumber(number).setRestoreAbort(abort));
  }

  static Decision decision(SnapshotId id, GlobalSnapshot<?, ?> snapshot) {
    Decision.Builder decision =
        Decision.newBuilder()
            .setSnapshot(id(id))
            .setStatus(
                switch (snapshot.status()) {
                  case COMPLETE -> Decision.Status.COMPLETE;
                  case INCOMPLETE -> Decision.Status.INCOMPLETE;
                  case ABORTED -> Decision.Status.ABORTED;
                });
    String reason = snapshot.reason();
    return reason == null ? decision.build() : decision.setReason(Untrusted.line(reason)).build();
  }

  private static byte[] frame(Entry.Builder entry) {
    return Frame.newBuilder().setEntry(entry).build().toByteArray();
  }

  static cutline.runtime.wire.SnapshotId id(SnapshotId id) {
    return cutline.runtime.wire.SnapshotId.newBuilder()
        .setInitiator(id.initiator())
        .setIncarnation(id.incarnation())
        .setNumber(id.number())
        .build();
  }

  /** A report, cut so that each part fits into a frame. */
  List<ReportPart> parts(Report<S, M> report) {
    cutline.runtime.wire.Report whole = report(report);
    int size = whole.getSerializedSize();
    if (size < 0 || size > Parts.MAX_TOTAL) {
      String reason = "the part of %s is larger than 256 MiB".formatted(report.process());
      whole = report(new FailedReport<>(report.id(), report.process(), reason));
    }
    List<byte[]> cut = Parts.split(whole.toByteArray());
    List<ReportPart> parts = new ArrayList<>();
    for (int part = 0; part < cut.size(); part++) {
      parts.add(
          ReportPart.newBuilder()
              .setSnapshot(id(report.id()))
              .setPart(part)
              .setParts(cut.size())
              .setData(ByteString.copyFrom(cut.get(part)))
              .build());
    }
    return parts;
  }

  private cutline.runtime.wire.Report report(Report<S, M> report) {
    cutline.runtime.wire.Report.Builder builder = cutline.runtime.wire.Report.newBuilder();
    return switch (report) {
      case FailedReport<S, M> failed -> builder.setFailed(Untrusted.line(failed.reason())).build();
      case LocalSnapshot<S, M> local -> builder.setLocal(local(local)).build();
    };
  }

  private cutline.runtime.wire.LocalSnapshot local(LocalSnapshot<S, M> local) {
    cutline.runtime.wire.LocalSnapshot.Builder builder =
        cutline.runtime.wire.LocalSnapshot.newBuilder()
            .setState(ByteString.copyFrom(codec.encodeState(local.state())));
    for (var channel : local.channels().entrySet()) {
      ChannelState.Builder state = ChannelState.newBuilder().setFrom(channel.getKey());
      for (M message : channel.getValue()) {
        state.addMessages(ByteString.copyFrom(codec.encodeMessage(message)));
      }
      builder.addChannels(state);
    }
    return builder.build();
  }

  // ------------------------------------------------------------- reading

  M message(Entry entry) throws MalformedException {
    return codec.decodeMessage(entry.getMessage().toByteArray());
  }

  /** The snapshots that a message carries. */
  List<SnapshotId> carried(Entry entry) throws MalformedException {
    if (entry.getRecordedCount() == 0) {
      return List.of();
    }
    List<SnapshotId> carried = new ArrayList<>(entry.getRecordedCount());
    for (Recorded recorded : entry.getRecordedList()) {
      int initiator = recorded.getInitiator();
      if (initiator < 0
          || initiator >= topology.size()
          || recorded.getIncarnation() < 1
          || recorded.getNumber() < 1) {
        throw new MalformedException("a message that carries no snapshot id");
      }
      carried.add(
          new SnapshotId(
              topology.name(initiator), recorded.getIncarnation(), recorded.getNumber()));
    }
    return carried;
  }

  static Marker marker(cutline.runtime.wire.Marker marker) throws MalformedException {
    if (marker.getMessagesBefore() < 0) {
      throw new MalformedException("a marker with a count above 2^63");
    }
    return new Marker(id(marker.getSnapshot()), marker.getMessagesBefore());
  }

  static SnapshotId id(cutline.runtime.wire.SnapshotId id) throws MalformedException {
    if (id.getInitiator().isEmpty() || id.getIncarnation() < 1 || id.getNumber() < 1) {
      throw new MalformedException("not a snapshot id");
    }
    return new SnapshotId(id.getInitiator(), id.getIncarnation(), id.getNumber());
  }

  static SnapshotStatus status(Decision.Status status) throws MalformedException {
    return switch (status) {
      case COMPLETE -> SnapshotStatus.COMPLETE;
      case INCOMPLETE -> SnapshotStatus.INCOMPLETE;
      case ABORTED -> SnapshotStatus.ABORTED;
      case STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("a decision of no known status");
    };
  }

  /**
   * A member's report. One that makes no sense is a failed one: refused, it would come again for
   * ever, and hold up all that follows it in its channel.
   */
  Report<S, M> report(SnapshotId id, String process, byte[] bytes) {
    try {
      cutline.runtime.wire.Report report =
          Untrusted.parse(cutline.runtime.wire.Report.parser(), bytes);
      return switch (report.getOutcomeCase()) {
        case FAILED -> new FailedReport<>(id, process, Untrusted.line(report.getFailed()));
        case LOCAL -> local(id, process, report.getLocal());
        case OUTCOME_NOT_SET -> throw new MalformedException("it has no outcome");
      };
    } catch (MalformedException e) {
      return new FailedReport<>(
          id, process, "the report of %s makes no sense: %s".formatted(process, e.getMessage()));
    }
  }

  /** A part that leaves a channel out would make a snapshot that only looks complete. */
  private void requireEveryChannel(String process, Set<String> reported) throws MalformedException {
    Set<String> incoming = new TreeSet<>();
    for (int from : topology.incoming(topology.index(process))) {
      incoming.add(topology.name(from));
    }
    if (!reported.equals(incoming)) {
      throw new MalformedException("it does not have just the channels from " + incoming);
    }
  }

  private LocalSnapshot<S, M> local(
      SnapshotId id, String process, cutline.runtime.wire.LocalSnapshot local)
      throws MalformedException {
    SortedMap<String, List<M>> channels = new TreeMap<>();
    for (ChannelState channel : local.getChannelsList()) {
      List<M> messages = new ArrayList<>(channel.getMessagesCount());
      for (ByteString message : channel.getMessagesList()) {
        messages.add(codec.decodeMessage(message.toByteArray()));
      }
      if (channels.put(channel.getFrom(), messages) != null) {
        throw new MalformedException("it names the channel from " + channel.getFrom() + " twice");
      }
    }
    requireEveryChannel(process, channels.keySet());
    return new LocalSnapshot<>(
        id, process, codec.decodeState(local.getState().toByteArray()), channels);
  }
}
