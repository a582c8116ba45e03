package cutline.cli.chaos;

import cutline.cli.command.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A port on loopback in place of a process's own: passes on what comes to wherever the process
 * listens now, and does it harm.
 */
interface Relay extends AutoCloseable {

  String HOST = "127.0.0.1";

  /**
   * A relay that leads nowhere until it is told where to.
   *
   * @param weather what happens to datagrams; TCP knows none
   */
  static Relay open(Protocol protocol, Weather weather) throws IOException {
    return switch (protocol) {
      case TCP -> StreamRelay.open();
      case UDP -> DatagramRelay.open(weather);
    };
  }

  /** Where to go instead of to the process. */
  InetSocketAddress address();

  /** Whatever is new goes there from now on. */
  void forwardTo(int port);

  /** Ends all connections; new ones are welcome. */
  void cut();

  /** Lets nothing pass any more; connections stay open. */
  void stall();

  /** Lets everything pass again. */
  void resume();

  /** What it has done to single datagrams so far. */
  Weather.Damage damage();

  @Override
  void close();
}
