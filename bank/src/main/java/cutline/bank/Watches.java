package cutline.bank;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.bank.wire.Beginning;
import cutline.bank.wire.Deed;
import cutline.bank.wire.Refused;
import cutline.bank.wire.Reply;
import cutline.core.SnapshotId;
import cutline.runtime.Client;
import cutline.runtime.Observed;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The clients that observe a process from outside. They fetch what it has done; it never waits for
 * them. While there is none, the process is not observed at all.
 */
final class Watches {

  /** So many clients may observe a process. */
  static final int MOST = 4;

  private final BankProcess process;
  private final InstantSource clock;
  private final Map<Client, Watch> watches = new ConcurrentHashMap<>();

  Watches(BankProcess process, InstantSource clock) {
    this.process = process;
    this.clock = clock;
  }

  /** A client asks what was done since it asked last. */
  void asked(Client client) {
    Watch watch = enter(client);
    if (watch == null) {
      String reason = "%d others observe %s already".formatted(MOST, process.name());
      send(client, Messages.refused(Refused.Code.BUSY, reason, ""));
    } else if (watch.isOn()) {
      send(client, watch.take());
    } else {
      client.began();
      process.post(() -> {
        begin(client, watch);
        client.done();
      });
    }
  }

  private synchronized @Nullable Watch enter(Client client) {
    Watch watch = watches.get(client);
    if (watch == null && watches.size() < MOST) {
      watch = new Watch();
      watches.put(client, watch);
    }
    return watch;
  }

  /** The client has gone. */
  void closed(Client client) {
    watches.remove(client);
  }

  // -------------------------------------------------- on the node's thread only

  /** What was done earlier in this step is told before the watch has begun, so not to it. */
  private void begin(Client client, Watch watch) {
    Beginning beginning =
        Beginning.newBuilder()
            .setBalance(process.balanceNow())
            .setBank(process.bank().id())
            .setEra(process.era())
            .setRestored(process.restored().map(SnapshotId::toString).orElse(""))
            .build();
    watch.begins();
    process.watch(this::observed);
    process.afterCommit(() -> send(client, watch.begun(beginning)));
  }

  private void observed(Observed<BranchState, Transfer> what) {
    tell(at -> Deeds.of(what, at));
    if (watches.values().stream().noneMatch(Watch::isWanted)) {
      process.watch(null);
    }
  }

  void connected(String peer) {
    tell(at -> Deeds.connected(peer, at));
  }

  void disconnected(String peer) {
    tell(at -> Deeds.disconnected(peer, at));
  }

  private void tell(LongFunction<Deed> deed) {
    if (!watches.isEmpty()) {
      long at = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
      watches.values().forEach(watch -> watch.offer(() -> deed.apply(at)));
    }
  }

  private static void send(Client client, Reply reply) {
    client.send(List.of(reply.toByteArray()));
  }
}
