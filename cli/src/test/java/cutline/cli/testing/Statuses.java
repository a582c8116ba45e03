package cutline.cli.testing;

import cutline.bank.BankAddress;
import cutline.bank.config.Member;
import cutline.bank.wire.OpenSnapshot;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.attach.BankStatus;
import cutline.core.ChannelOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What members say of themselves that do not exist. */
public final class Statuses {

  private final List<Member> members = new ArrayList<>();
  private final SequencedMap<String, Status> statuses = new TreeMap<>();
  private final SequencedMap<String, String> obstacles = new TreeMap<>();
  private final long total;
  private ChannelOrder order = ChannelOrder.FIFO;

  public Statuses(long total) {
    this.total = total;
  }

  private void member(String name) {
    members.add(new Member(name, "127.0.0.1", 9_091 + members.size()));
  }

  public static Status.Builder started(
      long balance, long sent, long received, int connected, int peers) {
    Status.Builder status =
        Status.newBuilder()
            .setPhase(Status.Phase.STARTED)
            .setBalance(balance)
            .setSent(sent)
            .setReceived(received);
    for (int peer = 0; peer < peers; peer++) {
      status.addPeers(Peer.newBuilder().setConnected(peer < connected));
    }
    return status;
  }

  public Statuses over(ChannelOrder of) {
    order = of;
    return this;
  }

  public Statuses says(String name, Status.Builder status) {
    member(name);
    statuses.put(name, status.setName(name).build());
    return this;
  }

  public Statuses isAway(String name, String obstacle) {
    member(name);
    obstacles.put(name, obstacle);
    return this;
  }

  public BankStatus now() {
    return new BankStatus(
        new BankAddress("aade64b1881ed4f364a2075f52bbedd4", total, members, order),
        statuses,
        obstacles);
  }

  /** Four members, of which two are as they should be. */
  public static BankStatus mixed() {
    return new Statuses(4_000)
        .says("A", started(808, 1_234, 1_199, 2, 3))
        .says(
            "B",
            started(962, 96, 120, 2, 3)
                .setPaused(true)
                .addOpen(OpenSnapshot.newBuilder().setSnapshot("A.1.7"))
                .addOpen(OpenSnapshot.newBuilder().setSnapshot("B.1.2")))
        .isAway("C", "nobody listens at 127.0.0.1:9093")
        .says("D", started(1_000, 0, 0, 2, 3).setPhase(Status.Phase.READY))
        .now();
  }
}
