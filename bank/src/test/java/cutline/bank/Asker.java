package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.runtime.Client;
import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that says to a branch whatever it likes. */
final class Asker implements Transport.Dialer, Transport.Receiver, AutoCloseable {

  private final CompletableFuture<Connection> connected = new CompletableFuture<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Connection connection;

  Asker(Transport transport, String branch) {
    transport.dial(branch, this);
    connection = connected.orTimeout(MemoryBank.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  Asker send(Request request) {
    return send(request.toByteArray());
  }

  Asker send(byte[] message) {
    return sendFrame(Client.frame(message));
  }

  Asker sendFrame(byte[] frame) {
    connection.send(List.of(frame));
    return this;
  }

  Reply next() {
    try {
      Reply reply = replies.poll(MemoryBank.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(reply).as("a reply").isNotNull();
      return reply == null ? Reply.getDefaultInstance() : reply;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Reply ask(Request request) {
    return send(request).next();
  }

  void assertDisconnected() {
    try {
      assertThat(closed.await(MemoryBank.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(replies).isEmpty();
  }

  @Override
  public Transport.Receiver connected(Connection made) {
    connected.complete(made);
    return this;
  }

  @Override
  public void failed(String reason) {
    connected.completeExceptionally(new AssertionError(reason));
  }

  @Override
  public void received(byte[] frame) throws MalformedException {
    replies.add(Messages.reply(Client.message(frame)));
  }

  @Override
  public void batchEnd() {}

  @Override
  public void closed() {
    closed.countDown();
  }

  @Override
  public void close() {
    connection.close();
  }
}
