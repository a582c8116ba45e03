package cutline.simulation;

import cutline.runtime.Decided;
import cutline.runtime.HaltCause;
import cutline.runtime.NodeListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listens to what a node says, and objects to what it must not say. */
final class HostListener implements NodeListener<Moment, Message> {

  /** What is never said of a process that has kept all rules. */
  private static final List<String> BLAME =
      List.of(
          " gives up snapshot ",
          "has lost what it had agreed to",
          "another process is known as",
          "they belong to different systems",
          "is not a peer of");

  /** What may be said of a greeting that was long under way, and not again and again. */
  private static final List<String> DOUBT = List.of("has lost its state", "our own state is older");

  private static final int AGAIN = 3;

  private final World world;
  private final Host host;
  private final Map<String, Integer> doubts = new HashMap<>();

  HostListener(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public cutline.runtime.@Nullable Observer<Moment, Message> observer() {
    Observer observer = world.observer;
    return observer == null || !observer.watchesCommits()
        ? null
        : (number, what) -> world.tell(new Happening.Durable(host.process(), number, what));
  }

  @Override
  public void decided(String request, Decided<Moment, Message> decided) {
    host.requests.decided(request, decided.snapshot());
  }

  @Override
  public void connected(String peer) {
    world.tell(new Happening.Connected(host.process(), peer, true));
  }

  @Override
  public void disconnected(String peer) {
    world.tell(new Happening.Connected(host.process(), peer, false));
  }

  @Override
  public void unreachable(String peer, String sentence) {}

  @Override
  public void warning(String sentence) {
    if (world.isDecided(sentence)) {
      // Who has heard of the decision sends on without a word of the snapshot, and on a channel
      // that
      // is not FIFO that may come before the news. It harms nobody any more.
      return;
    }
    for (String blame : BLAME) {
      if (sentence.contains(blame)) {
        throw new Broken(Law.NO_FALSE_ALARM, sentence);
      }
    }
    for (String doubt : DOUBT) {
      if (sentence.contains(doubt) && doubts.merge(sentence, 1, Integer::sum) == AGAIN) {
        throw new Broken(Law.DURABLE_BEFORE_SENT, sentence);
      }
    }
  }

  @Override
  public void halted(HaltCause cause, String reason) {
    throw new Broken(Law.NO_FALSE_ALARM, reason);
  }
}
