package cutline.console;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a console listens.
 *
 * @param host the name or address by which browsers reach it
 * @param port 0 for any free one
 */
public record ConsoleAddress(String host, int port) {

  /** The one that nobody else reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int MOST = 65_535;

  /**
   * Reads {@code PORT}, {@code :PORT} or {@code ADDRESS:PORT}.
   *
   * @throws IllegalArgumentException if it is neither; the message says why
   */
  public static ConsoleAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 1 ? LOOPBACK : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST) {
      throw new IllegalArgumentException(
          "'%s' is not a port from 0 to 65535, ADDRESS:PORT or off".formatted(text));
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    ConsoleAddress address = new ConsoleAddress(host, Integer.parseInt(port));
    if (address.resolved().isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "%s is every address of this machine; name the one by which browsers reach it"
              .formatted(host));
    }
    return address;
  }

  /** Where that is. */
  InetAddress resolved() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no address " + host, e);
    }
  }

  /** Whether others can reach it. */
  public boolean isPublic() {
    return !resolved().isLoopbackAddress();
  }

  ConsoleAddress with(int other) {
    return new ConsoleAddress(host, other);
  }

  /** It as a part of a URL. */
  String authority() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** All that a browser may call it. */
  Set<String> hosts() {
    Set<String> hosts = new LinkedHashSet<>();
    hosts.add(authority());
    if (!isPublic()) {
      hosts.add("localhost:" + port);
      hosts.add((resolved() instanceof Inet6Address ? "[::1]:" : LOOPBACK + ":") + port);
    }
    if (port == 80) {
      // Which browsers leave out.
      List.copyOf(hosts).forEach(name -> hosts.add(name.substring(0, name.lastIndexOf(':'))));
    }
    return hosts;
  }
}
