package cutline.runtime;

import com.google.protobuf.ByteString;
import cutline.core.SnapshotId;
import cutline.runtime.Purse.Coins;
import cutline.runtime.wire.Acknowledgement;
import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Marker;
import cutline.runtime.wire.Refusal;
import cutline.runtime.wire.Report;
import cutline.runtime.wire.ReportPart;
import cutline.runtime.wire.RestoreAbort;
import cutline.runtime.wire.RestorePrepare;
import cutline.runtime.wire.RestoreVote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One connection of a {@link NodeUnderTest} with a peer whose words the test chooses. */
final class PlayedPeer implements Connection {

  private final NodeUnderTest under;
  private final String name;
  private final Transport.Receiver receiver;
  private final List<Frame> heard = new ArrayList<>();
  private boolean closed;

  private PlayedPeer(NodeUnderTest under, String name, boolean dials) {
    this.under = under;
    this.name = name;
    this.receiver = dials ? under.endpoint.accepted(this) : under.takeDial(name).connected(this);
  }

  /** A peer that connects to the node, and says nothing yet. */
  static PlayedPeer dials(NodeUnderTest under, String name) {
    return new PlayedPeer(under, name, true);
  }

  /** A peer that the node has connected to, and that says nothing yet. */
  static PlayedPeer accepts(NodeUnderTest under, String name) {
    PlayedPeer peer = new PlayedPeer(under, name, false);
    under.step();
    return peer;
  }

  /** A peer that is connected with the node, as its first connection. */
  static PlayedPeer connected(NodeUnderTest under, String name) {
    PlayedPeer peer = under.isDialling(name) ? accepts(under, name) : dials(under, name);
    return peer.says(peer.hello());
  }

  // ------------------------------------------------------------------ says

  /** The frames arrive together, and the node handles them. */
  PlayedPeer says(Frame... frames) {
    arrive(frames);
    under.step();
    return this;
  }

  /** The frames arrive together, and nobody has handled them yet. */
  void arrive(Frame... frames) {
    try {
      for (Frame frame : frames) {
        receiver.received(known(frame).toByteArray());
      }
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    receiver.batchEnd();
  }

  /** Whoever says how much it has received has received just that. */
  private Frame known(Frame frame) throws MalformedException {
    Hello hello = frame.getHello();
    if (hello.getReceivedDigest() != 0
        || (hello.getReceived() == 0 && hello.getReceivedAbove().isEmpty())
        || hello.getReceivedAbove().size() > Cursor.SPAN / Byte.SIZE) {
      return frame;
    }
    Outbox outbox = under.node.outbox(name);
    Cursor received = Cursor.of(hello.getReceived(), hello.getReceivedAbove());
    return received.upTo() < outbox.acknowledged() || received.highest() > outbox.last()
        ? frame
        : hello(hello.toBuilder().setReceivedDigest(outbox.digestOf(received)));
  }

  Hello.Builder greeting() {
    return Hello.newBuilder()
        .setSystem("bank")
        .setFrom(name)
        .setTo(under.name)
        .setIncarnation(1)
        .setNonce(name.hashCode());
  }

  Frame hello() {
    return hello(greeting());
  }

  static Frame hello(Hello.Builder hello) {
    return Frame.newBuilder().setHello(hello).build();
  }

  static Frame coins(long number, long messageNumber, int amount) {
    byte[] bytes = new PurseCodec(0).encodeMessage(new Coins(messageNumber, amount, 0));
    return entry(Entry.newBuilder().setNumber(number).setMessage(ByteString.copyFrom(bytes)));
  }

  static Frame marker(long number, SnapshotId id, long messagesBefore) {
    return entry(
        Entry.newBuilder()
            .setNumber(number)
            .setMarker(
                Marker.newBuilder().setSnapshot(Wire.id(id)).setMessagesBefore(messagesBefore)));
  }

  static Frame decision(long number, SnapshotId id) {
    return entry(
        Entry.newBuilder()
            .setNumber(number)
            .setDecision(
                Decision.newBuilder()
                    .setSnapshot(Wire.id(id))
                    .setStatus(Decision.Status.COMPLETE)));
  }

  static Frame prepare(long number, String attempt, long era, SnapshotId id) {
    return entry(
        Entry.newBuilder()
            .setNumber(number)
            .setRestorePrepare(
                RestorePrepare.newBuilder()
                    .setAttempt(attempt)
                    .setEra(era)
                    .setSnapshot(Wire.id(id))));
  }

  /** Empty for no obstacle. */
  static Frame vote(long number, String attempt, String obstacle) {
    return entry(
        Entry.newBuilder()
            .setNumber(number)
            .setRestoreVote(RestoreVote.newBuilder().setAttempt(attempt).setObstacle(obstacle)));
  }

  static Frame abort(long number, String attempt) {
    return entry(
        Entry.newBuilder()
            .setNumber(number)
            .setRestoreAbort(RestoreAbort.newBuilder().setAttempt(attempt)));
  }

  static Frame report(long number, SnapshotId id, Report report) {
    return part(number, id, 0, 1, report.toByteArray());
  }

  static Frame part(long number, SnapshotId id, int part, int parts, byte[] data) {
    return entry(
        Entry.newBuilder()
            .setNumber(number)
            .setReport(
                ReportPart.newBuilder()
                    .setSnapshot(Wire.id(id))
                    .setPart(part)
                    .setParts(parts)
                    .setData(ByteString.copyFrom(data))));
  }

  static Frame entry(Entry.Builder entry) {
    return Frame.newBuilder().setEntry(entry).build();
  }

  static Frame acknowledgement(long received) {
    return Frame.newBuilder()
        .setAcknowledgement(Acknowledgement.newBuilder().setReceived(received))
        .build();
  }

  static Frame refusal(Refusal.Code code, String reason) {
    return Frame.newBuilder().setRefusal(Peer.refusal(code, reason)).build();
  }

  // ----------------------------------------------------------------- hears

  List<Frame> heard() {
    return heard;
  }

  List<Entry> entries() {
    return heard.stream().filter(Frame::hasEntry).map(Frame::getEntry).toList();
  }

  List<Long> numbers() {
    return entries().stream().map(Entry::getNumber).toList();
  }

  List<Long> acknowledgements() {
    return heard.stream()
        .filter(Frame::hasAcknowledgement)
        .map(frame -> frame.getAcknowledgement().getReceived())
        .toList();
  }

  Optional<Hello> helloHeard() {
    return heard.stream().filter(Frame::hasHello).map(Frame::getHello).findFirst();
  }

  Optional<Refusal> refusalHeard() {
    return heard.stream().filter(Frame::hasRefusal).map(Frame::getRefusal).findFirst();
  }

  boolean isClosed() {
    return closed;
  }

  // ------------------------------------------------------- as a connection

  @Override
  public void send(List<byte[]> frames) {
    for (byte[] frame : frames) {
      try {
        heard.add(Wire.parse(frame));
      } catch (MalformedException e) {
        throw new AssertionError(Arrays.toString(frame), e);
      }
    }
  }

  @Override
  public void limitUnread(int bytes) {}

  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  /** Either side ends the connection. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      receiver.closed();
    }
  }

  @Override
  public String remote() {
    return name + "'s address";
  }
}
