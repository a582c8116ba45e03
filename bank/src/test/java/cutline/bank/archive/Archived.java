package cutline.bank.archive;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Snapshots of a bank of three that nobody has taken. */
final class Archived {

  static final String BANK = "aade64b1881ed4f364a2075f52bbedd4";
  static final String OTHER_BANK = "0123456789abcdef0123456789abcdef";

  private Archived() {}

  static ArchivedSnapshot of(String bank, String initiator, long number) {
    SortedMap<String, BranchState> states = new TreeMap<>();
    SortedMap<Channel, List<Transfer>> channels = new TreeMap<>();
    states.put(initiator, new BranchState(800 - number));
    states.put("Zoë \"🏦\"\n", new BranchState(150));
    states.put("Y", new BranchState(0));
    channels.put(new Channel(initiator, "Y"), List.of(new Transfer(number), new Transfer(49)));
    channels.put(new Channel("Y", initiator), List.of(new Transfer(1)));
    SnapshotId id = new SnapshotId(initiator, 1, number);
    return new ArchivedSnapshot(
        bank,
        id,
        new BankSnapshot(
            new GlobalSnapshot<>(id, initiator, SnapshotStatus.COMPLETE, null, states, channels, 6),
            1_000,
            Instant.parse("2026-11-20T10:18:00.123Z"),
            Duration.ofNanos(4_873_000)));
  }

  static ArchivedSnapshot number(long number) {
    return of(BANK, "A", number);
  }
}
