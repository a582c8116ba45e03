package cutline.cli.bench;

import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.command.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A bank of two branches with files, A and B, each of which can be a {@link MeasuredBranch} in a
 * JVM of its own.
 *
 * @param protocol what carries the messages
 * @param accounts how many each branch has
 * @param every the mean time between two transfers of a branch
 * @param delay of money in its channel
 */
record MeasuredPair(
    Protocol protocol, int portOfA, int portOfB, int accounts, Duration every, Duration delay) {

  /** Up to so many accounts a branch needs no other heap than any process. */
  private static final int MANY_ACCOUNTS = 1_000_000;

  private static final String LARGE_HEAP = "-Xmx1g";

  /** On free ports. */
  static MeasuredPair of(Protocol protocol, int accounts, Duration every, Duration delay)
      throws IOException {
    return new MeasuredPair(protocol, freePort(), freePort(), accounts, every, delay);
  }

  /** On free ports; money is not delayed. */
  static MeasuredPair of(Protocol protocol, int accounts, Duration every) throws IOException {
    return of(protocol, accounts, every, Duration.ZERO);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  BankDefinition bank() {
    return BankDefinition.dealt(
            1_000_000_000L,
            List.of(new Member("A", "127.0.0.1", portOfA), new Member("B", "127.0.0.1", portOfB)),
            accounts,
            Traffic.irregular(every, new DurationRange(delay, delay), 1, 1))
        .withOrder(protocol.order());
  }

  /** Starts a branch that is told what to do. */
  HostProcess start(String name, Path data) throws IOException {
    return new HostProcess(
        accounts > MANY_ACCOUNTS ? List.of(LARGE_HEAP) : List.of(),
        HostCommand.Kind.MEASURED,
        List.of(
            name,
            data.toString(),
            protocol.name(),
            "" + portOfA,
            "" + portOfB,
            "" + accounts,
            "" + every.toNanos(),
            "" + delay.toNanos()));
  }

  /** The branch that {@link #start} means. */
  static MeasuredBranch branch(List<String> arguments) throws Exception {
    MeasuredPair pair =
        new MeasuredPair(
            Protocol.valueOf(arguments.get(2)),
            Integer.parseInt(arguments.get(3)),
            Integer.parseInt(arguments.get(4)),
            Integer.parseInt(arguments.get(5)),
            Duration.ofNanos(Long.parseLong(arguments.get(6))),
            Duration.ofNanos(Long.parseLong(arguments.get(7))));
    return new MeasuredBranch(arguments.get(0), Path.of(arguments.get(1)), pair.bank());
  }
}
