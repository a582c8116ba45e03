package cutline.cli.command;

import cutline.runtime.Network;
import cutline.runtime.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where a process listens. */
public final class Listening {

  private Listening() {}

  /**
   * Refuses an address that others can reach, unless that is what somebody wants.
   *
   * @param what says which address, such as {@code --bind 0.0.0.0}
   */
  public static void check(
      CommandSpec spec, Protocol protocol, String what, String address, boolean insecure) {
    try {
      if (!InetAddress.getByName(address).isLoopbackAddress() && !insecure) {
        throw new ParameterException(
            spec.commandLine(),
            what
                + " can be reached from elsewhere, and connections are "
                + protection(protocol)
                + "; add --insecure if that is what you want");
      }
    } catch (UnknownHostException e) {
      throw new ParameterException(spec.commandLine(), what + ": no such address", e);
    }
  }

  private static String protection(Protocol protocol) {
    return switch (protocol) {
      case TCP -> "neither encrypted nor proven";
      case UDP -> "encrypted but not proven: anybody may be at their other end";
    };
  }

  /**
   * Begins to listen.
   *
   * @throws CommandException if it cannot
   */
  public static Network.Server listen(
      Network network, String address, int port, Transport.Acceptor acceptor)
      throws CommandException {
    return listening(() -> network.listen(new InetSocketAddress(address, port), acceptor));
  }

  /**
   * Begins to listen for several processes.
   *
   * @param acceptors by the names of the processes
   * @throws CommandException if it cannot
   */
  public static Network.Server listen(
      Network network,
      String address,
      int port,
      SequencedMap<String, ? extends Transport.Acceptor> acceptors)
      throws CommandException {
    return listening(() -> network.listen(new InetSocketAddress(address, port), acceptors));
  }

  private interface Attempt {
    Network.Server listen() throws IOException;
  }

  private static Network.Server listening(Attempt attempt) throws CommandException {
    try {
      return attempt.listen();
    } catch (IOException e) {
      throw new CommandException(ExitCode.NETWORK, String.valueOf(e.getMessage()));
    }
  }
}
