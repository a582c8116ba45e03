package cutline.runtime;

import cutline.runtime.wire.Acknowledgement;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection with another process: turns frames into events for the mailbox. */
final class Session implements Transport.Receiver {

  /** Above so many entries that are not handled yet, reading pauses. */
  private static final int MAX_UNHANDLED = 8_192;

  private final Connection connection;
  private final Mailbox mailbox;
  private final Backlog unhandled;
  private boolean greeted;
  private boolean refused;
  private List<Event.Numbered> entries = new ArrayList<>();
  private Cursor acknowledged = new Cursor();

  /** The peer that this connection was made to, or null if it was accepted. */
  final @Nullable String dialled;

  Session(Connection connection, Mailbox mailbox, @Nullable String dialled) {
    this.connection = connection;
    this.mailbox = mailbox;
    this.unhandled = new Backlog(connection, MAX_UNHANDLED);
    this.dialled = dialled;
  }

  @Override
  public void received(byte[] frame) throws MalformedException {
    Frame parsed = Wire.parse(frame);
    if (refused) {
      throw new MalformedException("a frame after a refusal");
    }
    switch (parsed.getKindCase()) {
      case HELLO -> {
        if (greeted) {
          throw new MalformedException("a second hello");
        }
        greeted = true;
        mailbox.post(new Event.Greeted(this, parsed.getHello()));
      }
      case REFUSAL -> {
        refused = true;
        mailbox.post(new Event.Refused(this, parsed.getRefusal()));
      }
      case ENTRY -> {
        requireGreeted();
        entries.add(new Event.Numbered(parsed.getEntry(), Digest.of(frame)));
        if (entries.size() == Mailbox.BATCH) {
          batchEnd();
        }
      }
      case ACKNOWLEDGEMENT -> {
        requireGreeted();
        Acknowledgement more = parsed.getAcknowledgement();
        acknowledged.addAll(Cursor.of(more.getReceived(), more.getReceivedAbove()));
      }
      case CLIENT -> throw new MalformedException("a client's frame from a process");
      case KIND_NOT_SET -> throw new MalformedException("a frame of no known kind");
    }
  }

  private void requireGreeted() throws MalformedException {
    if (!greeted) {
      throw new MalformedException("an entry or acknowledgement before the hello");
    }
  }

  @Override
  public void batchEnd() {
    if (entries.isEmpty() && acknowledged.count() == 0) {
      return;
    }
    unhandled.add(entries.size());
    mailbox.post(new Event.Arrived(this, entries, acknowledged));
    entries = new ArrayList<>();
    acknowledged = new Cursor();
  }

  @Override
  public void closed() {
    mailbox.post(new Event.Closed(this));
  }

  /** So many entries that were posted are handled now. */
  void handled(int count) {
    unhandled.remove(count);
  }

  void greet(Hello hello) {
    connection.send(List.of(Frame.newBuilder().setHello(hello).build().toByteArray()));
  }

  void refuse(Refusal refusal) {
    connection.send(List.of(Frame.newBuilder().setRefusal(refusal).build().toByteArray()));
    connection.close();
  }

  void send(List<byte[]> frames) {
    connection.send(frames);
  }

  static byte[] acknowledgement(Cursor received) {
    return Frame.newBuilder()
        .setAcknowledgement(
            Acknowledgement.newBuilder()
                .setReceived(received.upTo())
                .setReceivedAbove(received.above()))
        .build()
        .toByteArray();
  }

  void close() {
    connection.close();
  }

  String remote() {
    return connection.remote();
  }
}
