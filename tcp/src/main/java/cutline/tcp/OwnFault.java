package cutline.tcp;

import io.netty.channel.Channel;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Tells what this program did wrong, as opposed to its peers and the network. */
final class OwnFault {

  static final System.Logger LOG = System.getLogger("cutline.tcp");

  private OwnFault() {}

  static void log(Channel channel, Throwable cause) {
    LOG.log(Level.ERROR, "a bug ends the connection with " + Remote.of(channel), cause);
  }

  static void logUnlessNetwork(Channel channel, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log(channel, cause);
    }
  }
}
