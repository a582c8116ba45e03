package cutline.tcp;

import cutline.runtime.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one address, by one connection, from the first wish for it to the end of the last
 * stream. Whoever {@link #enter enters} it {@link #dial dials} once, and then there is an answer.
 */
final class Route {

  /** A stream that somebody wants. */
  record Wish(String target, Transport.Dialer dialer) {}

  private final InetSocketAddress address;
  private final int mostStreams;
  private final Consumer<Route> forget;

  // Guarded by this:
  private int users;
  private int entered;
  private boolean over;
  private final List<Wish> waiting = new ArrayList<>();
  private @Nullable DialTrunk trunk;
  private @Nullable String failure;

  /**
   * A way without a connection.
   *
   * @param mostStreams how often it may be entered
   * @param forget sees to it that nobody enters it any more; it may be called more than once
   */
  Route(InetSocketAddress address, int mostStreams, Consumer<Route> forget) {
    this.address = address;
    this.mostStreams = mostStreams;
    this.forget = forget;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Who is at the other end, for people. */
  String peer() {
    return Remote.text(address);
  }

  /** Claims the next stream; false if there will be none here, so that another way is needed. */
  synchronized boolean enter() {
    if (over || entered == mostStreams) {
      return false;
    }
    entered++;
    users++;
    return true;
  }

  void dial(Wish wish) {
    DialTrunk made;
    String why;
    synchronized (this) {
      made = trunk;
      why = failure;
      if (made == null && why == null) {
        waiting.add(wish);
      }
    }
    if (made != null) {
      made.dial(wish);
    } else if (why != null) {
      wish.dialer().failed(why);
    }
  }

  /** The connection is there. */
  void connected(DialTrunk made) {
    List<Wish> wishes;
    synchronized (this) {
      trunk = made;
      wishes = List.copyOf(waiting);
      waiting.clear();
    }
    wishes.forEach(made::dial);
  }

  /** There will be no connection; only the first reason counts. */
  void failed(String why) {
    over();
    List<Wish> wishes;
    synchronized (this) {
      if (trunk != null || failure != null) {
        return;
      }
      failure = why;
      wishes = List.copyOf(waiting);
      waiting.clear();
    }
    wishes.forEach(wish -> wish.dialer().failed(why));
  }

  /** The connection has ended, or will. */
  void over() {
    synchronized (this) {
      over = true;
    }
    forget.accept(this);
  }

  /** A stream has ended, or there was none; true if that was the last one. */
  boolean leave() {
    synchronized (this) {
      if (--users > 0) {
        return false;
      }
      over = true;
    }
    forget.accept(this);
    return true;
  }
}
