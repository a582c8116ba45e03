package cutline.quic;

import java.io.IOException;
import java.lang.System.Logger.Level;
import javax.net.ssl.SSLException;

/** Tells what this program did wrong, as opposed to its peers and the network. */
final class OwnFault {

  static final System.Logger LOG = System.getLogger("cutline.quic");

  private OwnFault() {}

  static void log(String remote, Throwable cause) {
    LOG.log(Level.ERROR, "a bug ends the connection with " + remote, cause);
  }

  static void logUnlessNetwork(String remote, Throwable cause) {
    if (!(cause instanceof IOException || cause instanceof SSLException)) {
      log(remote, cause);
    }
  }
}
