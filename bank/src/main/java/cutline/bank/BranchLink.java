package cutline.bank;

import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.runtime.Client;
import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A controller's connection to one branch. While a request is not answered, it is sent again on
 * every new connection, which is safe because all requests are idempotent.
 */
final class BranchLink {

  private static final long REDIAL = Duration.ofMillis(100).toNanos();

  /** What happens to a link, in the order in which it happens. */
  sealed interface Event {

    BranchLink link();

    record Connected(BranchLink link, Connection connection) implements Event {}

    record Said(BranchLink link, Reply reply) implements Event {}

    record Lost(BranchLink link, String reason) implements Event {}
  }

  private final String name;
  private final Transport transport;
  private final Consumer<Event> events;

  private @Nullable Connection connection;
  private String obstacle = "";
  private boolean dialled;
  private long dialAt;
  private @Nullable Request unanswered;
  private volatile boolean hasEnded;

  BranchLink(String name, Transport transport, Consumer<Event> events) {
    this.name = name;
    this.transport = transport;
    this.events = events;
  }

  String name() {
    return name;
  }

  boolean isConnected() {
    return connection != null;
  }

  boolean isAnswered() {
    return unanswered == null;
  }

  void ask(Request request) {
    unanswered = request;
    send();
  }

  void answered() {
    unanswered = null;
  }

  /** When {@link #dial} must be called, {@code Long.MAX_VALUE} for not now. */
  long dialAt() {
    return dialled ? Long.MAX_VALUE : dialAt;
  }

  void dial() {
    dialled = true;
    transport.dial(name, new Dialer());
  }

  /** What went wrong since the branch was last heard of, in a sentence; empty if nothing did. */
  String obstacle() {
    return obstacle;
  }

  /** It has said something that makes sense. */
  void reached() {
    obstacle = "";
  }

  void connected(Connection made) {
    connection = made;
    send();
  }

  void lost(String reason, long now) {
    obstacle = reason;
    connection = null;
    dialled = false;
    dialAt = now + REDIAL;
  }

  void close() {
    if (connection != null) {
      connection.close();
    }
  }

  /** Closes it for good: a connection that is on its way will be closed when it is there. */
  void end() {
    hasEnded = true;
    close();
  }

  private void send() {
    if (unanswered != null) {
      tell(unanswered);
    }
  }

  /** Sends a request that needs no answer, if there is a connection. */
  void tell(Request request) {
    if (connection != null) {
      connection.send(List.of(Client.frame(request.toByteArray())));
    }
  }

  private final class Dialer implements Transport.Dialer {

    @Override
    public Transport.Receiver connected(Connection made) {
      events.accept(new Event.Connected(BranchLink.this, made));
      if (hasEnded) {
        made.close();
      }
      return new Receiver();
    }

    @Override
    public void failed(String reason) {
      events.accept(new Event.Lost(BranchLink.this, reason));
    }
  }

  private final class Receiver implements Transport.Receiver {

    @Override
    public void received(byte[] frame) throws MalformedException {
      events.accept(new Event.Said(BranchLink.this, Messages.reply(Client.message(frame))));
    }

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {
      events.accept(new Event.Lost(BranchLink.this, "the connection has ended"));
    }
  }
}
