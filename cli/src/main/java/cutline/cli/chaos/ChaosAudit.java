package cutline.cli.chaos;

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
 * What the books of a bank say in which nothing moves any more. A channel numbers its messages, and
 * both ends count them durably; so what one end has sent more than the other has received is lost,
 * and what was received more often than it was sent is duplicated.
 *
 * @param transfers how many were sent
 * @param lost how many never arrived
 * @param duplicated how many arrived once too often
 * @param finalTotal the sum of the balances, in dollars
 * @param silent the branches that say nothing
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
    Map<String, Map<String, Peer>> books = new TreeMap<>();
    for (Map.Entry<String, Status> said : statuses.entrySet()) {
      books.put(said.getKey(), peers(sorted, said.getKey(), said.getValue()));
      total = total.add(BigInteger.valueOf(said.getValue().getBalance()));
      said.getValue().getOpenList().stream().map(OpenSnapshot::getSnapshot).forEach(open::add);
    }
    for (Map.Entry<String, Map<String, Peer>> sender : books.entrySet()) {
      for (Map.Entry<String, Peer> channel : sender.getValue().entrySet()) {
        long sent = channel.getValue().getMessagesSent();
        Map<String, Peer> receiver = books.get(channel.getKey());
        Peer back = receiver == null ? null : receiver.get(sender.getKey());
        long difference = back == null ? 0 : sent - back.getMessagesReceived();
        transfers += sent;
        lost += Math.max(0, difference);
        duplicated += Math.max(0, -difference);
      }
    }
    List<String> silent = sorted.stream().filter(name -> !statuses.containsKey(name)).toList();
    return new ChaosAudit(transfers, lost, duplicated, total, silent, List.copyOf(open));
  }

  private static Map<String, Peer> peers(List<String> sorted, String self, Status status) {
    List<String> others = new ArrayList<>(sorted);
    others.remove(self);
    Map<String, Peer> peers = new TreeMap<>();
    for (int index = 0; index < others.size(); index++) {
      peers.put(others.get(index), status.getPeers(index));
    }
    return peers;
  }
}
