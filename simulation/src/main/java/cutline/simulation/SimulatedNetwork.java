package cutline.simulation;

import cutline.core.ChannelOrder;
import cutline.runtime.Endpoint;
import cutline.runtime.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The wires between the processes: what they do to frames follows from the plan and its seed. */
final class SimulatedNetwork {

  private static final long SHORTEST = 20_000;
  private static final long USUAL = 400_000;
  private static final long VERY_LATE = 60_000_000;
  private static final long NOTICED = 300_000_000;
  private static final long DIAL_TIMEOUT = 100_000_000;

  final Agenda agenda;
  final Mutation mutation;
  private final SplittableRandom[][] random;
  private final boolean[][] unordered;
  private final int[][] blocked;
  private Weather weather;

  /** Stands for every byte that has arrived anywhere, and when. */
  private long digest;

  SimulatedNetwork(Agenda agenda, Plan plan, Mutation mutation) {
    this.agenda = agenda;
    this.mutation = mutation;
    this.weather = plan.weather();
    int size = plan.topology().size();
    this.blocked = new int[size][size];
    this.unordered = new boolean[size][size];
    plan.topology()
        .channels()
        .forEach((channel, order) ->
            unordered[plan.topology().index(channel.from())][plan.topology().index(channel.to())] =
                order == ChannelOrder.NON_FIFO);
    this.random = new SplittableRandom[size][size];
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        random[from][to] = new SplittableRandom(plan.seed() * 1_000 + from * 31L + to);
      }
    }
  }

  // ------------------------------------------------------------------ weather

  void block(List<List<Integer>> pairs, boolean begins) {
    for (int from = 0; from < pairs.size(); from++) {
      for (int to : pairs.get(from)) {
        blocked[from][to] += begins ? 1 : -1;
      }
    }
  }

  /** Nothing goes wrong any more. */
  void calm() {
    weather = Weather.CALM;
    for (int[] row : blocked) {
      Arrays.fill(row, 0);
    }
  }

  boolean isBlocked(int from, int to) {
    return blocked[from][to] > 0;
  }

  private boolean happens(double share, int from, int to) {
    return share > 0 && random[from][to].nextDouble() < share;
  }

  /** Whether frames from one to the other may overtake each other, as on any bad day elsewhere. */
  boolean isUnordered(int from, int to) {
    return unordered[from][to];
  }

  boolean isLost(int from, int to) {
    return isBlocked(from, to) || happens(weather.lost(), from, to);
  }

  boolean isDuplicated(int from, int to) {
    return happens(weather.duplicated(), from, to);
  }

  boolean overtakes(int from, int to) {
    return happens(weather.reordered(), from, to);
  }

  /** How long frames are under way. */
  long latency(int from, int to) {
    SplittableRandom link = random[from][to];
    return happens(weather.late(), from, to)
        ? link.nextLong(VERY_LATE)
        : SHORTEST + link.nextLong(USUAL);
  }

  /** How long it takes until the end of a connection is noticed. */
  long notice(int from, int to) {
    return random[from][to].nextLong(NOTICED);
  }

  int draw(int from, int to, int bound) {
    return random[from][to].nextInt(bound);
  }

  /** The delay of the next message in its channel. */
  long moneyDelay(int from) {
    return weather.moneyDelay() == 0 ? 0 : random[from][from].nextLong(weather.moneyDelay() + 1);
  }

  // ------------------------------------------------------------------ dialling

  void dial(Host from, Host to, Transport.Dialer dialer) {
    int life = from.life();
    long latency = latency(from.process(), to.process());
    boolean isReachable =
        !isLost(from.process(), to.process()) && !isLost(to.process(), from.process());
    agenda.at(
        agenda.now() + (isReachable ? latency : DIAL_TIMEOUT),
        () -> {
          if (from.isUp() && from.life() == life) {
            if (isReachable && to.isUp()) {
              connect(from, to, dialer);
            } else {
              dialer.failed(isReachable ? "nobody listens there" : "no answer");
            }
            from.wake();
          }
        });
  }

  private void connect(Host from, Host to, Transport.Dialer dialer) {
    SimulatedConnection near = SimulatedConnection.between(this, from, to);
    SimulatedConnection far = near.otherEnd();
    near.open(dialer.connected(near));
    far.open(Endpoint.of(to.node()).accepted(far));
  }

  // -------------------------------------------------------------------- digest

  void note(int from, int to, byte[] frame) {
    note(Arrays.hashCode(frame) * 31L + from * 8L + to);
  }

  void note(long what) {
    digest = (digest ^ what ^ agenda.now()) * 0x9E3779B97F4A7C15L;
    digest ^= digest >>> 29;
  }

  long digest() {
    return digest;
  }
}
