package cutline.cli.chaos;

import cutline.bank.wire.LedgerEntry;
import cutline.bank.wire.OpenSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the ledgers of a bank say in which nothing moves any more. Each sender numbers its
 * transfers, and both ends keep in their state which numbers they have given and applied; so each
 * number that was given and not applied is a transfer lost, and each one that was applied again, or
 * never given, is one duplicated. On a FIFO channel one that comes late counts as both.
 *
 * @param transfers how many were sent
 * @param lost how many never arrived
 * @param duplicated how many arrived once too often
 * @param finalTotal the sum of the balances, in dollars
 * @param silent the branches that say nothing, or keep no ledger
 * @param open the snapshots that have not ended
 */
record ChaosAudit(
    long transfers,
    long lost,
    long duplicated,
    BigInteger finalTotal,
    List<String> silent,
    List<String> open) {

  /** The audit of a bank of which these branches say this. */
  static ChaosAudit of(List<String> names, Map<String, Status> statuses) {
    List<String> sorted = names.stream().sorted().toList();
    long transfers = 0;
    long lost = 0;
    long duplicated = 0;
    BigInteger total = BigInteger.ZERO;
    TreeSet<String> open = new TreeSet<>();
    Map<String, Map<String, LedgerEntry>> ledgers = new TreeMap<>();
    for (Map.Entry<String, Status> said : statuses.entrySet()) {
      if (said.getValue().getPeersList().stream().allMatch(Peer::hasLedger)) {
        ledgers.put(said.getKey(), ledger(sorted, said.getKey(), said.getValue()));
      }
      total = total.add(BigInteger.valueOf(said.getValue().getBalance()));
      said.getValue().getOpenList().stream().map(OpenSnapshot::getSnapshot).forEach(open::add);
    }
    for (Map.Entry<String, Map<String, LedgerEntry>> sender : ledgers.entrySet()) {
      for (Map.Entry<String, LedgerEntry> channel : sender.getValue().entrySet()) {
        long sent = channel.getValue().getSent();
        transfers += sent;
        Map<String, LedgerEntry> receiver = ledgers.get(channel.getKey());
        LedgerEntry back = receiver == null ? null : receiver.get(sender.getKey());
        if (back != null) {
          lost += back.getMissing() + Math.max(0, sent - back.getApplied());
          duplicated += back.getRepeated() + Math.max(0, back.getApplied() - sent);
        }
      }
    }
    List<String> silent = sorted.stream().filter(name -> !ledgers.containsKey(name)).toList();
    return new ChaosAudit(transfers, lost, duplicated, total, silent, List.copyOf(open));
  }

  /** What a branch has written down, per other branch. */
  private static Map<String, LedgerEntry> ledger(List<String> sorted, String self, Status status) {
    List<String> others = new ArrayList<>(sorted);
    others.remove(self);
    Map<String, LedgerEntry> entries = new TreeMap<>();
    for (int index = 0; index < others.size(); index++) {
      entries.put(others.get(index), status.getPeers(index).getLedger());
    }
    return entries;
  }
}
