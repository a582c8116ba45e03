package cutline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import cutline.bank.BankConnection;
import cutline.bank.BankDefinition;
import cutline.bank.BankProcess;
import cutline.bank.ProcessEnvironment;
import cutline.bank.ProcessLog;
import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.testing.SocketBank;
import cutline.core.ChannelOrder;
import cutline.runtime.Connection;
import cutline.runtime.HaltCause;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.MemoryStore;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import cutline.runtime.wire.Frame;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether the audit finds a bug that no sum and no count shows. */
class ChaosAuditTest {

  private static final int TRANSFERS = 10;

  private final MemoryNetwork network = new MemoryNetwork();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong nonces = new AtomicLong();
  private final BankDefinition bank =
      BankDefinition.joined(
          List.of(new Member("A", "memory", 1), new Member("B", "memory", 2)),
          List.of(100L, 100L),
          new Traffic(new Rhythm.Regular(Duration.ofDays(1), 0), DurationRange.NONE, 1, 1));

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  /** A member that keeps a ledger. */
  private BankProcess start(String name, Bug bug) throws Exception {
    BankProcess process =
        new BankProcess(
            name,
            bank,
            new ProcessEnvironment(
                _ -> bug.in(network.transport(name)),
                ChannelOrder.FIFO,
                new MemoryStore(),
                Ticker.system(),
                Clock.systemUTC(),
                executor,
                nonces::incrementAndGet,
                new Silence(),
                false,
                true,
                true));
    Transport.Acceptor acceptor = process.start();
    network.listen(name, connection -> acceptor.accepted(bug.in(connection)));
    return process;
  }

  /** Has A send B some dollars, one by one, and audits what both then say. */
  private ChaosAudit audit(Bug bug) throws Exception {
    try (BankProcess a = start("A", bug);
        BankProcess _ = start("B", new Bug(0));
        BankConnection connection =
            new BankConnection(
                bank.address(),
                network.transport("asker"),
                SocketBank.PATIENCE,
                Ticker.system(),
                Clock.systemUTC(),
                nonces.incrementAndGet())) {
      await()
          .atMost(SocketBank.PATIENCE)
          .until(() -> a.status().get().peers().getFirst().isConnected());
      for (int transfer = 0; transfer < TRANSFERS; transfer++) {
        assertThat(a.transfer("B", 1).get()).isEmpty();
      }
      SequencedMap<String, Status> statuses;
      do {
        statuses = connection.statuses(SocketBank.PATIENCE, true);
      } while (peer(statuses, "A").getUnacknowledgedTransfers() > 0
          || peer(statuses, "B").getMessagesReceived() < TRANSFERS);
      // The channel's own counts see nothing.
      assertThat(peer(statuses, "A").getMessagesSent()).isEqualTo(TRANSFERS);
      assertThat(peer(statuses, "B").getMessagesReceived()).isEqualTo(TRANSFERS);
      return ChaosAudit.of(bank.names(), statuses);
    }
  }

  private static Peer peer(SequencedMap<String, Status> statuses, String name) {
    return Objects.requireNonNull(statuses.get(name)).getPeers(0);
  }

  @Test
  void aChannelThatWorksIsInOrder() throws Exception {
    ChaosAudit audit = audit(new Bug(0));
    assertThat(audit.transfers()).isEqualTo(TRANSFERS);
    assertThat(audit.lost()).isZero();
    assertThat(audit.duplicated()).isZero();
    assertThat(audit.silent()).isEmpty();
  }

  @Test
  void oneTransferTwiceInThePlaceOfAnotherIsFound() throws Exception {
    ChaosAudit audit = audit(new Bug(5));
    // Neither does the total.
    assertThat(audit.finalTotal()).isEqualTo(BigInteger.valueOf(bank.total()));
    assertThat(audit.transfers()).isEqualTo(TRANSFERS);
    assertThat(audit.lost()).isEqualTo(1);
    assertThat(audit.duplicated()).isEqualTo(1);
  }

  @Test
  void theLastTransferOfAChannelIsMissedToo() throws Exception {
    ChaosAudit audit = audit(new Bug(TRANSFERS));
    assertThat(audit.lost()).isEqualTo(1);
    assertThat(audit.duplicated()).isEqualTo(1);
  }

  private static final class Silence implements ProcessLog {

    @Override
    public void sent(String to, long amount, long balance) {}

    @Override
    public void received(String from, long amount, long balance) {}

    @Override
    public void warning(String sentence) {}

    @Override
    public void halted(HaltCause cause, String reason) {}
  }

  /** The entry of one transfer carries the transfer before it once more. */
  private static final class Bug {

    private final int victim;
    private final AtomicInteger messages = new AtomicInteger();
    private Frame before = Frame.getDefaultInstance();

    /**
     * A bug in one entry.
     *
     * @param victim which transfer, from 1; 0 for none
     */
    Bug(int victim) {
      this.victim = victim;
    }

    Transport in(Transport transport) {
      return (peer, dialer) ->
          transport.dial(
              peer,
              new Transport.Dialer() {
                @Override
                public Transport.Receiver connected(Connection connection) {
                  return dialer.connected(in(connection));
                }

                @Override
                public void failed(String reason) {
                  dialer.failed(reason);
                }
              });
    }

    Connection in(Connection connection) {
      return new Connection() {
        @Override
        public void send(List<byte[]> frames) {
          connection.send(frames.stream().map(Bug.this::wronged).toList());
        }

        @Override
        public void limitUnread(int bytes) {
          connection.limitUnread(bytes);
        }

        @Override
        public void pauseReading() {
          connection.pauseReading();
        }

        @Override
        public void resumeReading() {
          connection.resumeReading();
        }

        @Override
        public void close() {
          connection.close();
        }

        @Override
        public String remote() {
          return connection.remote();
        }
      };
    }

    private synchronized byte[] wronged(byte[] bytes) {
      Frame frame;
      try {
        frame = Frame.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
      if (!frame.getEntry().hasMessage()) {
        return bytes;
      }
      Frame last = before;
      before = frame;
      if (messages.incrementAndGet() != victim) {
        return bytes;
      }
      Frame.Builder wrong = frame.toBuilder();
      wrong.getEntryBuilder().setMessage(last.getEntry().getMessage());
      return wrong.build().toByteArray();
    }
  }
}
