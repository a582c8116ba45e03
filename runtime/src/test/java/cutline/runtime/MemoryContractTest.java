package cutline.runtime;

import cutline.core.ChannelOrder;
import cutline.runtime.contract.TransportContract;

/** Connections within one JVM keep what a transport promises. */
class MemoryContractTest extends TransportContract {

  private final MemoryNetwork network = new MemoryNetwork();

  @Override
  protected void listen(String name, Transport.Acceptor acceptor) {
    network.listen(name, acceptor);
  }

  @Override
  protected Transport transport() {
    return network.transport("A");
  }

  @Override
  protected ChannelOrder order() {
    return ChannelOrder.FIFO;
  }
}
