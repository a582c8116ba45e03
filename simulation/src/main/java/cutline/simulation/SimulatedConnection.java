package cutline.simulation;

import cutline.runtime.Connection;
import cutline.runtime.MalformedException;
import cutline.runtime.Transport;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection. It breaks as a TCP connection does: what follows lost frames never
 * arrives, and some time later both ends notice.
 */
final class SimulatedConnection implements Connection {

  private record Arrival(List<byte[]> frames, boolean again) {}

  private final SimulatedNetwork network;
  private final Host host;
  private final int life;
  private final SimulatedConnection other;
  private Transport.@Nullable Receiver receiver;

  /** When the first that was sent here arrives there. */
  private long firstArrival;

  /** When the last that was sent here arrives there. */
  private long lastArrival;

  /** Whether nothing that is sent here arrives there any more. */
  private boolean deaf;

  /** Whether not even what is under way from here arrives there. */
  private boolean vanished;

  /** Whether nothing is handed over here any more. */
  private boolean over;

  private boolean closed;
  private boolean paused;
  private final Queue<Arrival> waiting = new ArrayDeque<>();

  private SimulatedConnection(
      SimulatedNetwork network, Host host, Host peer, @Nullable SimulatedConnection other) {
    this.network = network;
    this.host = host;
    this.life = host.life();
    this.other = other == null ? new SimulatedConnection(network, peer, host, this) : other;
    host.connections.add(this);
  }

  static SimulatedConnection between(SimulatedNetwork network, Host dialling, Host accepting) {
    return new SimulatedConnection(network, dialling, accepting, null);
  }

  SimulatedConnection otherEnd() {
    return other;
  }

  void open(Transport.Receiver to) {
    receiver = to;
  }

  private int from() {
    return host.process();
  }

  private int to() {
    return other.host.process();
  }

  private long now() {
    return network.agenda.now();
  }

  @Override
  public String remote() {
    return other.host.name();
  }

  // ------------------------------------------------------------------- sending

  @Override
  public void send(List<byte[]> frames) {
    for (byte[] frame : frames) {
      if (frame.length == 0 || frame.length > MAX_FRAME) {
        throw new IllegalArgumentException("a frame of " + frame.length + " bytes");
      }
    }
    host.mayDieSending();
    if (over || deaf || frames.isEmpty()) {
      return;
    }
    List<byte[]> leaving = network.mutation.leaving(from(), to(), frames);
    if (network.isLost(from(), to())) {
      int arrive = network.draw(from(), to(), leaving.size());
      transmit(leaving.subList(0, arrive), false);
      deaf = true;
      breakUp();
    } else {
      transmit(leaving, false);
      if (network.isDuplicated(from(), to())) {
        transmit(leaving, true);
      }
    }
  }

  private void transmit(List<byte[]> frames, boolean again) {
    if (frames.isEmpty()) {
      return;
    }
    if (network.isUnordered(from(), to())) {
      frames.forEach(frame -> scatter(new Arrival(List.of(frame), again)));
      return;
    }
    long arrival = now() + network.latency(from(), to());
    if (!network.overtakes(from(), to())) {
      arrival = Math.max(arrival, lastArrival);
      lastArrival = arrival;
    }
    Arrival what = new Arrival(frames, again);
    network.agenda.at(arrival, () -> other.arrive(what));
  }

  /** Frames arrive in any order, but the first one first. */
  private void scatter(Arrival frame) {
    long arrival = Math.max(now() + network.latency(from(), to()), firstArrival);
    firstArrival = firstArrival == 0 ? arrival : firstArrival;
    lastArrival = Math.max(lastArrival, arrival);
    network.agenda.at(arrival, () -> other.arrive(frame));
  }

  /** Both ends notice some time that nothing comes through. */
  private void breakUp() {
    network.agenda.at(now() + network.notice(from(), to()), this::finish);
    network.agenda.at(now() + network.notice(to(), from()), other::finish);
  }

  /** The process has died; what it has sent may arrive or not. */
  void die() {
    over = true;
    closed = true;
    boolean flushed = network.draw(from(), to(), 2) == 0;
    vanished = !flushed;
    long noticed = now() + network.latency(from(), to());
    network.agenda.at(flushed ? Math.max(noticed, lastArrival) : noticed, other::finish);
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      network.agenda.at(now(), this::finish);
      network.agenda.at(
          Math.max(lastArrival, now() + network.latency(from(), to())), other::finish);
    }
  }

  // ----------------------------------------------------------------- receiving

  private void arrive(Arrival arrival) {
    if (over || other.vanished) {
      return;
    }
    if (network.isBlocked(to(), from())) {
      other.deaf = true;
      other.vanished = true;
      breakUp();
    } else if (paused) {
      waiting.add(arrival);
    } else {
      handOver(arrival);
    }
  }

  private void handOver(Arrival arrival) {
    Transport.Receiver to = Objects.requireNonNull(receiver);
    host.countEvent();
    try {
      for (byte[] frame : arrival.frames()) {
        network.note(to(), from(), frame);
        to.received(network.mutation.arriving(host, to(), frame, arrival.again()));
      }
    } catch (MalformedException e) {
      over = true;
      other.deaf = true;
      breakUp();
    }
    to.batchEnd();
    host.wake();
  }

  private void finish() {
    over = true;
    if (!closed) {
      closed = true;
      host.connections.remove(this);
      if (host.isUp() && host.life() == life) {
        host.countEvent();
        Objects.requireNonNull(receiver).closed();
        host.wake();
      }
    }
  }

  /** There is no such limit: what is not read waits on the wire. */
  @Override
  public void limitUnread(int bytes) {}

  @Override
  public void pauseReading() {
    paused = true;
  }

  @Override
  public void resumeReading() {
    paused = false;
    network.agenda.at(
        now(),
        () -> {
          while (!paused && !over && !waiting.isEmpty()) {
            handOver(waiting.remove());
          }
        });
  }
}
