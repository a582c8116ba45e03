package cutline.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Connections between processes of one JVM. It has no thread: whoever sends hands over what was
 * sent, so that a single thread always sees the same order of events.
 *
 * <p>Frames that a receiver sends while it receives wait until it is done, so that an exchange of
 * any length needs no deeper stack.
 */
public final class MemoryNetwork {

  private final Map<String, Transport.Acceptor> acceptors = new ConcurrentHashMap<>();
  private final List<MemoryConnection> ends = new CopyOnWriteArrayList<>();

  /** A network where nobody listens yet. */
  public MemoryNetwork() {}

  /** Waits for connections under this name, in place of whoever did so before. */
  public void listen(String name, Transport.Acceptor acceptor) {
    acceptors.put(name, acceptor);
  }

  /**
   * Nobody listens under this name any more, and its connections end, as if the process had died.
   */
  public void leave(String name) {
    acceptors.remove(name);
    ends.stream().filter(end -> end.isOf(name)).forEach(MemoryConnection::cut);
  }

  /** Ends the connections between two processes; what is held back on them is lost. */
  public void cut(String a, String b) {
    ends.stream().filter(end -> end.isOf(a) && end.isOf(b)).forEach(MemoryConnection::cut);
  }

  /** The way from a process to all that listen. */
  public Transport transport(String from) {
    return (peer, dialer) -> dial(from, peer, dialer);
  }

  private void dial(String from, String to, Transport.Dialer dialer) {
    Transport.Acceptor acceptor = acceptors.get(to);
    if (acceptor == null) {
      dialer.failed("nobody listens as " + to);
      return;
    }
    MemoryConnection near = new MemoryConnection(from, to, ends::remove);
    MemoryConnection far = near.otherEnd();
    ends.addAll(List.of(near, far));
    Transport.Receiver dialled = dialer.connected(near);
    Transport.Receiver accepted = acceptor.accepted(far);
    near.open(dialled);
    far.open(accepted);
  }
}
