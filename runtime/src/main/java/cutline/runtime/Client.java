package cutline.runtime;

import com.google.protobuf.ByteString;
import cutline.runtime.wire.Frame;
import java.util.List;

/**
 * A program that talks to a process and is not one itself, such as a controller. Every method may
 * be called by any thread.
 */
public final class Client {

  private static final int MAX_UNANSWERED = 1_024;

  /** What a client may leave unread when it is told more, in bytes. */
  private static final int MAX_UNREAD = 1024 * 1024;

  private final Connection connection;
  private final Backlog unanswered;

  Client(Connection connection) {
    this.connection = connection;
    connection.limitUnread(MAX_UNREAD);
    this.unanswered = new Backlog(connection, MAX_UNANSWERED);
  }

  /** The frame that carries what is said between a process and a client. */
  public static byte[] frame(byte[] message) {
    return Frame.newBuilder().setClient(ByteString.copyFrom(message)).build().toByteArray();
  }

  /**
   * What a client was told by a process.
   *
   * @throws MalformedException if the frame is not one for a client
   */
  public static byte[] message(byte[] frame) throws MalformedException {
    Frame parsed = Wire.parse(frame);
    if (parsed.getKindCase() != Frame.KindCase.CLIENT) {
      throw new MalformedException("a frame for a process came to a client");
    }
    return parsed.getClient().toByteArray();
  }

  /**
   * Tells the client something, in one or more messages that belong together. A client that does
   * not read what it was told before is disconnected.
   */
  public void send(List<byte[]> messages) {
    connection.send(messages.stream().map(Client::frame).toList());
  }

  /** Notes that a request of the client waits to be handled; too many stop it from saying more. */
  public void began() {
    unanswered.add(1);
  }

  /** Notes that a request was handled. */
  public void done() {
    unanswered.remove(1);
  }

  /** Ends the connection. */
  public void close() {
    connection.close();
  }

  /** Who it is, for log lines. */
  public String remote() {
    return connection.remote();
  }

  /** The part of a process that answers clients. */
  public interface Handler {

    /**
     * A client says something.
     *
     * @throws MalformedException if that is not acceptable; the client is then disconnected
     */
    void received(Client client, byte[] message) throws MalformedException;

    /** The client has gone. */
    void closed(Client client);
  }
}
