package cutline.runtime;

import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peers of a process, and which connection belongs to which. */
final class Links {

  private final Topology topology;
  private final @Nullable Peer[] byIndex;
  private final List<Peer> peers = new ArrayList<>();

  Links(Topology topology, int self) {
    this.topology = topology;
    this.byIndex = new Peer[topology.size()];
    for (int index = 0; index < byIndex.length; index++) {
      if (index != self) {
        Peer peer =
            new Peer(
                index,
                topology.name(index),
                self < index,
                order(topology, self, index),
                order(topology, index, self));
        byIndex[index] = peer;
        peers.add(peer);
      }
    }
  }

  /** Where there is no channel for messages, the rest comes in order. */
  private static ChannelOrder order(Topology topology, int from, int to) {
    return topology.connects(from, to) ? topology.order(from, to) : ChannelOrder.FIFO;
  }

  /** All other processes, sorted by name. */
  List<Peer> peers() {
    return peers;
  }

  Peer peer(int index) {
    Peer peer = byIndex[index];
    if (peer == null) {
      throw new IllegalArgumentException("a process is not its own peer");
    }
    return peer;
  }

  Peer peer(String name) {
    return peer(topology.index(name));
  }

  /** The peer whose connection this is, or null if both sides have not agreed on it. */
  @Nullable Peer established(Session session) {
    for (Peer peer : peers) {
      if (peer.session == session) {
        return peer;
      }
    }
    return null;
  }

  /** A connection has ended; gives the peer that has none any more, or null. */
  @Nullable Peer closed(Session session, long now) {
    Peer left = null;
    for (Peer peer : peers) {
      if (peer.session == session) {
        peer.session = null;
        left = peer;
      }
      if (peer.name.equals(session.dialled)) {
        peer.dialEnded(now);
      }
    }
    return left;
  }

  /** When a peer needs something done, {@code Long.MAX_VALUE} for never. */
  long nextAction() {
    long next = Long.MAX_VALUE;
    for (Peer peer : peers) {
      next = Math.min(next, peer.session == null ? peer.dialAt() : peer.nextTransmission());
      next = Math.min(next, peer.greetingDeadline());
    }
    return next;
  }

  /** Whether there are entries that no commit has made durable. */
  boolean hasNewEntries() {
    for (Peer peer : peers) {
      if (peer.outbox.last() != peer.outbox.committed()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a peer is to be told on its connection what has been received. */
  boolean owesAcknowledgement() {
    for (Peer peer : peers) {
      if (peer.session != null && peer.acknowledgeBy() != Long.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** Why who speaks cannot be the one who is wanted, or null if it can. */
  @Nullable Refusal judgeIdentity(Session session, Hello hello, NodeConfig config) {
    int from = topology.index(hello.getFrom());
    String wrong = null;
    if (!hello.getSystem().equals(config.system())) {
      wrong =
          "they belong to different systems (%s to %s, %s to %s)"
              .formatted(
                  Untrusted.line(hello.getFrom()),
                  Untrusted.line(hello.getSystem()),
                  config.name(),
                  config.system());
    } else if (!hello.getTo().equals(config.name())) {
      wrong =
          "it looks for %s and this is %s".formatted(Untrusted.line(hello.getTo()), config.name());
    } else if (from < 0 || byIndex[from] == null) {
      wrong = "%s is not a peer of %s".formatted(Untrusted.line(hello.getFrom()), config.name());
    } else if (session.dialled == null && peer(from).dials()) {
      wrong = "%s connects to %s, not the other way".formatted(config.name(), hello.getFrom());
    } else if (session.dialled != null && !session.dialled.equals(hello.getFrom())) {
      wrong = "it is %s where %s was expected".formatted(hello.getFrom(), session.dialled);
    } else if (hello.getIncarnation() < 1) {
      wrong = "it names no incarnation";
    }
    return wrong == null ? null : Peer.refusal(Refusal.Code.WRONG_IDENTITY, wrong);
  }
}
