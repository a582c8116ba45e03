package cutline.runtime.contract;

import cutline.core.ChannelOrder;
import cutline.runtime.Network;
import cutline.runtime.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every transport promises, by the sockets of a network on loopback. */
public abstract class NetworkContract extends TransportContract {

  private final Map<String, InetSocketAddress> addresses = new ConcurrentHashMap<>();
  private final Network network;

  protected NetworkContract(Network network) {
    this.network = network;
  }

  /** Where nobody listens. */
  protected abstract InetSocketAddress free() throws IOException;

  /** Whoever dials an address goes by this one. */
  protected InetSocketAddress through(InetSocketAddress address) throws IOException {
    return address;
  }

  @BeforeEach
  final void nobody() throws IOException {
    addresses.put("nobody", free());
  }

  @Override
  protected final void listen(String name, Transport.Acceptor acceptor) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    addresses.put(name, through(network.listen(any, acceptor).address()));
  }

  @Override
  protected final Transport transport() {
    return network.transport(addresses);
  }

  @Override
  protected final ChannelOrder order() {
    return network.order();
  }

  @AfterEach
  protected void end() throws IOException {
    network.close();
  }
}
