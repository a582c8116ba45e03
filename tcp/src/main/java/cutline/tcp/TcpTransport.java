package cutline.tcp;

import cutline.runtime.Transport;
import java.net.InetSocketAddress;
import java.util.Map;

/** Connects to processes by their names. */
public final class TcpTransport implements Transport {

  private final Dialing dialing;
  private final Map<String, InetSocketAddress> addresses;

  TcpTransport(Dialing dialing, Map<String, InetSocketAddress> addresses) {
    this.dialing = dialing;
    this.addresses = addresses;
  }

  @Override
  public void dial(String peer, Dialer dialer) {
    InetSocketAddress address = addresses.get(peer);
    if (address == null) {
      dialer.failed("the address of " + peer + " is not known");
    } else {
      dialing.dial(address, peer, dialer);
    }
  }
}
