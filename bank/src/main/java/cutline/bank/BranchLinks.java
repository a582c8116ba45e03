package cutline.bank;

import cutline.bank.wire.Reply;
import cutline.bank.wire.Request;
import cutline.runtime.MalformedException;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** A controller's connections to all branches, used by one thread. */
final class BranchLinks implements AutoCloseable {

  /** Handles what a branch says; true if that answers the request. */
  @FunctionalInterface
  interface Answer {
    boolean take(String branch, Reply reply) throws MalformedException;
  }

  /**
   * What to do again and again while answers are missing.
   *
   * @param action is told who has not answered
   */
  record Meanwhile(Duration every, Consumer<List<String>> action) {
    static final Meanwhile NOTHING = new Meanwhile(Duration.ofDays(1), _ -> {});
  }

  /** So much that branches have said may wait to be handled; more than that stalls its reader. */
  private static final int MAX_EVENTS = 100_000;

  private final List<BranchLink> links = new ArrayList<>();
  private final BlockingQueue<BranchLink.Event> events = new LinkedBlockingQueue<>(MAX_EVENTS);
  private final Ticker ticker;

  BranchLinks(List<String> branches, Transport transport, Ticker ticker) {
    this.ticker = ticker;
    for (String branch : branches) {
      links.add(new BranchLink(branch, transport, this::enqueue));
    }
  }

  private void enqueue(BranchLink.Event event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Asks branches and waits for their answers.
   *
   * @param requests gives the request for a branch
   * @param deadline in the ticker's nanoseconds; looked up again after each event
   * @return who has not answered by the deadline
   */
  List<String> ask(
      List<String> branches,
      Function<String, Request> requests,
      Answer answer,
      LongSupplier deadline,
      Meanwhile meanwhile)
      throws InterruptedException {
    request(branches, requests);
    List<String> missing = await(answer, deadline, meanwhile);
    links.forEach(BranchLink::answered);
    return missing;
  }

  /** Asks branches. */
  void request(List<String> branches, Function<String, Request> requests) {
    for (BranchLink link : links) {
      if (branches.contains(link.name())) {
        link.ask(requests.apply(link.name()));
      }
    }
  }

  /** Waits for answers; who has not given one by the deadline owes it still. */
  List<String> await(Answer answer, LongSupplier deadline, Meanwhile meanwhile)
      throws InterruptedException {
    long now = ticker.nanos();
    long meanwhileAt = now + meanwhile.every().toNanos();
    while (!unanswered().isEmpty() && now < deadline.getAsLong()) {
      handleNext(answer, Math.min(deadline.getAsLong(), meanwhileAt));
      now = ticker.nanos();
      if (now >= meanwhileAt) {
        meanwhile.action().accept(unanswered());
        meanwhileAt = now + meanwhile.every().toNanos();
      }
    }
    return unanswered();
  }

  /** Tells all branches that there is a connection to something, and waits for nothing. */
  void tell(Request request) {
    links.forEach(link -> link.tell(request));
  }

  /** What went wrong since a branch was last heard of, in a sentence; empty if nothing did. */
  String obstacle(String branch) {
    return links.stream()
        .filter(link -> link.name().equals(branch))
        .map(BranchLink::obstacle)
        .collect(Collectors.joining());
  }

  /** That somebody has not answered, in a sentence, with the reason if there is one. */
  String silence(String what, String branch) {
    String obstacle = obstacle(branch);
    return what + branch + (obstacle.isEmpty() ? "" : " (" + obstacle + ")");
  }

  /** Lets time pass; connections are kept meanwhile, and what is said is handled. */
  void pause(long until, Answer late) throws InterruptedException {
    while (ticker.nanos() < until) {
      handleNext(late, until);
    }
  }

  /** Who was asked and has not answered. */
  List<String> unanswered() {
    return links.stream().filter(link -> !link.isAnswered()).map(BranchLink::name).toList();
  }

  private void handleNext(Answer answer, long until) throws InterruptedException {
    long wake = until;
    for (BranchLink link : links) {
      if (link.dialAt() <= ticker.nanos()) {
        link.dial();
      }
      wake = Math.min(wake, link.dialAt());
    }
    BranchLink.Event event = events.poll(Math.max(0, wake - ticker.nanos()), TimeUnit.NANOSECONDS);
    if (event != null) {
      handle(event, answer);
    }
  }

  private void handle(BranchLink.Event event, Answer answer) {
    BranchLink link = event.link();
    switch (event) {
      case BranchLink.Event.Connected connected -> link.connected(connected.connection());
      case BranchLink.Event.Lost lost -> link.lost(lost.reason(), ticker.nanos());
      case BranchLink.Event.Said said -> {
        try {
          boolean answered = answer.take(link.name(), said.reply());
          link.reached();
          if (answered) {
            link.answered();
          }
        } catch (MalformedException e) {
          link.close();
        }
      }
    }
  }

  @Override
  public void close() {
    links.forEach(BranchLink::end);
    for (BranchLink.Event event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof BranchLink.Event.Connected late) {
        late.connection().close();
      }
    }
  }
}
