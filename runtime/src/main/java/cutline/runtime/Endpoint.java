package cutline.runtime;

import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where connections to a process arrive. The first frame tells whether a process or a client is at
 * the other end. There may be clients before there is a {@link Node}: one of them may be the reason
 * why there will be one.
 */
public final class Endpoint implements Transport.Acceptor {

  private static final Refusal NOT_READY =
      Refusal.newBuilder()
          .setCode(Refusal.Code.NOT_READY)
          .setReason("not yet part of a system")
          .build();

  /** How many clients a process serves at a time. */
  static final int MAX_CLIENTS = 64;

  private final Client.Handler clients;

  /** The clients, the one that said something last at the end. */
  private final LinkedHashMap<Client, Client> admitted = new LinkedHashMap<>();

  private volatile @Nullable Mailbox mailbox;

  /** An endpoint that knows no node yet, and turns other processes away. */
  public Endpoint(Client.Handler clients) {
    this.clients = clients;
  }

  /** The endpoint of a process that there is from the start, and that has no clients. */
  public static Endpoint of(Node<?, ?> node) {
    Endpoint endpoint = new Endpoint(new NoClients());
    endpoint.attach(node);
    return endpoint;
  }

  /** From now on, other processes talk to this node. */
  public void attach(Node<?, ?> node) {
    mailbox = node.mailbox();
  }

  /** There is room for a new client: if there are many, the one that was silent longest goes. */
  private Client admit(Client client) {
    Client silent = null;
    synchronized (admitted) {
      admitted.put(client, client);
      if (admitted.size() > MAX_CLIENTS) {
        silent = admitted.pollFirstEntry().getKey();
      }
    }
    if (silent != null) {
      silent.close();
    }
    return client;
  }

  @Override
  public Transport.Receiver accepted(Connection connection) {
    return new FirstFrame(connection);
  }

  /** Waits for the first frame, and then hands over to who understands the rest. */
  private final class FirstFrame implements Transport.Receiver {

    private final Connection connection;
    private Transport.@Nullable Receiver successor;

    FirstFrame(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void received(byte[] bytes) throws MalformedException {
      if (successor == null) {
        successor = choose(Wire.parse(bytes));
      }
      if (successor != null) {
        successor.received(bytes);
      }
    }

    private Transport.@Nullable Receiver choose(Frame first) throws MalformedException {
      return switch (first.getKindCase()) {
        case CLIENT -> new ClientReceiver(admit(new Client(connection)));
        case HELLO -> {
          Mailbox attached = mailbox;
          if (attached == null || attached.isClosed()) {
            connection.send(
                List.of(Frame.newBuilder().setRefusal(NOT_READY).build().toByteArray()));
            connection.close();
            yield null;
          }
          yield new Session(connection, attached, null);
        }
        case REFUSAL, ENTRY, ACKNOWLEDGEMENT, KIND_NOT_SET ->
            throw new MalformedException("the first frame must be a hello or a client's");
      };
    }

    @Override
    public void batchEnd() {
      if (successor != null) {
        successor.batchEnd();
      }
    }

    @Override
    public void closed() {
      if (successor != null) {
        successor.closed();
      }
    }
  }

  private static final class NoClients implements Client.Handler {

    @Override
    public void received(Client client, byte[] message) throws MalformedException {
      throw new MalformedException("this process has no clients");
    }

    @Override
    public void closed(Client client) {}
  }

  private final class ClientReceiver implements Transport.Receiver {

    private final Client client;

    ClientReceiver(Client client) {
      this.client = client;
    }

    @Override
    public void received(byte[] frame) throws MalformedException {
      synchronized (admitted) {
        if (admitted.containsKey(client)) {
          admitted.putLast(client, client);
        }
      }
      clients.received(client, Client.message(frame));
    }

    @Override
    public void batchEnd() {}

    @Override
    public void closed() {
      synchronized (admitted) {
        admitted.remove(client);
      }
      clients.closed(client);
    }
  }
}
