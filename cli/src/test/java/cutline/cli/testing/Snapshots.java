package cutline.cli.testing;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Snapshots that nobody has taken. */
public final class Snapshots {

  private final SortedMap<String, BranchState> balances = new TreeMap<>();
  private final SortedMap<Channel, List<Transfer>> channels = new TreeMap<>();

  public Snapshots balance(String branch, long balance) {
    balances.put(branch, new BranchState(balance));
    return this;
  }

  public Snapshots inFlight(String from, String to, long... amounts) {
    List<Transfer> transfers = new ArrayList<>();
    LongStream.of(amounts).mapToObj(Transfer::new).forEach(transfers::add);
    channels.put(new Channel(from, to), transfers);
    return this;
  }

  public BankSnapshot complete(long expected, Duration took) {
    int markers = balances.size() * (balances.size() - 1);
    return new BankSnapshot(
        new GlobalSnapshot<>(
            new SnapshotId("A", 1, 7),
            "A",
            SnapshotStatus.COMPLETE,
            null,
            balances,
            channels,
            markers),
        expected,
        Instant.EPOCH,
        took);
  }

  public BankSnapshot complete(long expected) {
    return complete(expected, Duration.ofNanos(4_873_000));
  }

  public BankSnapshot without(SnapshotStatus status, String reason) {
    return new BankSnapshot(
        new GlobalSnapshot<>(null, "A", status, reason, balances, channels, 0),
        4_000,
        Instant.EPOCH,
        Duration.ZERO);
  }
}
