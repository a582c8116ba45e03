package cutline.runtime.admission;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Says in a sentence why nobody can connect to an address of this machine. */
public final class CannotListen {

  private CannotListen() {}

  /** The sockets' exception, in words for people. */
  public static IOException at(InetSocketAddress address, Throwable cause) {
    return new IOException(sentence(address, cause), cause);
  }

  private static String sentence(InetSocketAddress address, Throwable cause) {
    String host = address.getHostString();
    String port = "port " + address.getPort() + " on " + host;
    if (address.isUnresolved()) {
      return "host " + host + " is unknown";
    }
    // The JDK and the native transport have no exception in common that would tell these apart.
    String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (said.contains("in use")) {
      return port + " is taken";
    }
    if (said.contains("cannot assign")) {
      return host + " is not an address of this machine";
    }
    if (said.contains("permission denied")) {
      return port + " is not permitted to this user";
    }
    return "cannot listen to " + port + ": " + cause.getMessage();
  }
}
