package cutline.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.wire.Inquiry;
import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.runtime.Client;
import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import cutline.tcp.TcpNetwork;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Asks the branches of a bank how many transfers have reached them. */
final class TransferCount implements AutoCloseable {

  private final TcpNetwork network = new TcpNetwork();
  private final List<Connection> branches = new ArrayList<>();
  private final BlockingQueue<Long> answers = new LinkedBlockingQueue<>();

  TransferCount(BankDefinition bank) throws Exception {
    for (Member member : bank.members()) {
      CompletableFuture<Connection> connected = new CompletableFuture<>();
      network.dial(
          InetSocketAddress.createUnresolved(member.host(), member.port()), new Dialer(connected));
      branches.add(connected.get());
    }
  }

  /** The sum over all branches, now. */
  long received() throws InterruptedException {
    byte[] inquiry =
        Request.newBuilder().setInquiry(Inquiry.getDefaultInstance()).build().toByteArray();
    branches.forEach(branch -> branch.send(List.of(Client.frame(inquiry))));
    long sum = 0;
    for (int branch = 0; branch < branches.size(); branch++) {
      sum += answers.take();
    }
    return sum;
  }

  @Override
  public void close() {
    network.close();
  }

  private final class Dialer implements Transport.Dialer, Transport.Receiver {

    private final CompletableFuture<Connection> connected;

    Dialer(CompletableFuture<Connection> connected) {
      this.connected = connected;
    }

    @Override
    public Transport.Receiver connected(Connection connection) {
      connected.complete(connection);
      return this;
    }

    @Override
    public void failed(String reason) {
      connected.completeExceptionally(new IllegalStateException(reason));
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      try {
        answers.add(Reply.parseFrom(Client.message(frame)).getStatus().getReceived());
      } catch (InvalidProtocolBufferException e) {
        throw new MalformedException("not a reply", e);
      }
    }

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {}
  }
}
