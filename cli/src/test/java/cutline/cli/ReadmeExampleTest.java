package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.core.ChannelOrder;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.Topology;
import cutline.runtime.Application;
import cutline.runtime.Decided;
import cutline.runtime.Endpoint;
import cutline.runtime.MemoryNetwork;
import cutline.runtime.MemoryStore;
import cutline.runtime.MessageCodec;
import cutline.runtime.Node;
import cutline.runtime.NodeConfig;
import cutline.runtime.NodeDriver;
import cutline.runtime.NodeListener;
import cutline.runtime.Sender;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The library's example in the README is this code, and it works. */
class ReadmeExampleTest {

  private final List<Node<Long, Long>> nodes = new ArrayList<>();
  private final CompletableFuture<GlobalSnapshot<Long, Long>> first = new CompletableFuture<>();
  private final CompletableFuture<GlobalSnapshot<Long, Long>> second = new CompletableFuture<>();
  private final CompletableFuture<Optional<String>> restored = new CompletableFuture<>();
  private final Longs codec = new Longs();
  private final Printer printer = new Printer();
  private final List<NodeDriver> drivers = new ArrayList<>();

  @AfterEach
  void stop() {
    drivers.forEach(NodeDriver::close);
  }

  // README: an application
  static final class Account implements Application<Long, Long> {
    private long balance = 100;

    @Override
    public void deliver(String from, Long amount, Sender<Long> sender) {
      balance += amount;
    }

    void pay(String to, long amount, Sender<Long> sender) {
      if (amount <= balance && sender.send(to, amount).isEmpty()) {
        balance -= amount;
      }
    }

    @Override
    public Long capture() {
      return balance;
    }

    @Override
    public void restore(Long state) {
      balance = state;
    }
  }

  // README: end

  @Test
  void worksAsTheReadmeSays() throws Exception {
    // README: a system
    MemoryNetwork network = new MemoryNetwork();
    Topology topology = Topology.complete(List.of("A", "B", "C"), ChannelOrder.FIFO);
    for (String name : topology.names()) {
      Account account = new Account();
      NodeConfig config = NodeConfig.of("example", name, topology, System.nanoTime());
      Transport transport = network.transport(name);
      var node = new Node<>(config, account, codec, new MemoryStore(), transport, printer, 0);
      network.listen(name, Endpoint.of(node));
      nodes.add(node);
      drivers.add(new NodeDriver(name, node, Ticker.system()));
      node.post(() -> account.pay(name.equals("B") ? "C" : "B", 10, node.sender()));
      node.post(() -> node.initiate("first of " + name, Duration.ofSeconds(5)));
    }
    // README: end

    GlobalSnapshot<Long, Long> snapshot = first.get(30, TimeUnit.SECONDS);
    assertExact(snapshot);

    SnapshotId id = Objects.requireNonNull(snapshot.id());

    // README: a restore
    Node<Long, Long> last = nodes.getLast();
    last.post(() -> last.restore("undo", id, Duration.ofSeconds(5)));
    // README: end

    assertThat(restored.get(30, TimeUnit.SECONDS)).isEmpty();
    last.post(() -> last.initiate("second", Duration.ofSeconds(5)));
    assertExact(second.get(30, TimeUnit.SECONDS));
    for (Node<Long, Long> node : nodes) {
      CompletableFuture<Long> era = new CompletableFuture<>();
      node.post(() -> era.complete(node.era()));
      assertThat(era.get(30, TimeUnit.SECONDS)).isOne();
    }
  }

  private static void assertExact(GlobalSnapshot<Long, Long> snapshot) {
    long states = snapshot.states().values().stream().mapToLong(Long::longValue).sum();
    long inFlight =
        snapshot.channels().values().stream()
            .flatMap(List::stream)
            .mapToLong(Long::longValue)
            .sum();
    assertThat(snapshot.isComplete()).isTrue();
    assertThat(states + inFlight).isEqualTo(300);
  }

  @Test
  void standsInTheReadme() throws Exception {
    Path root = Path.of(System.getProperty("user.dir")).resolve("..").normalize();
    String readme = Files.readString(root.resolve("README.md"));
    String source =
        Files.readString(root.resolve("cli/src/test/java/cutline/cli/ReadmeExampleTest.java"));
    Matcher parts =
        Pattern.compile("(?s)\n *// README: an? [a-z]+\n(.*?)\n *// README: end\n").matcher(source);
    int found = 0;
    while (parts.find()) {
      found++;
      assertThat(readme).contains(parts.group(1).stripTrailing().stripIndent());
    }
    assertThat(found).isEqualTo(3);
  }

  private final class Printer implements NodeListener<Long, Long> {
    @Override
    public void decided(String request, Decided<Long, Long> decided) {
      (request.equals("second") ? second : first).complete(decided.snapshot());
    }

    @Override
    public void restoreEnded(String request, @Nullable String failure) {
      restored.complete(Optional.ofNullable(failure));
    }
  }

  private static final class Longs implements MessageCodec<Long, Long> {
    @Override
    public byte[] encodeMessage(Long message) {
      return BigInteger.valueOf(message).toByteArray();
    }

    @Override
    public Long decodeMessage(byte[] bytes) {
      return new BigInteger(bytes).longValue();
    }

    @Override
    public byte[] encodeState(Long state) {
      return encodeMessage(state);
    }

    @Override
    public Long decodeState(byte[] bytes) {
      return decodeMessage(bytes);
    }
  }
}
