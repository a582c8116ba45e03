package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankCodec;
import cutline.bank.domain.Bank;
import cutline.bank.domain.Branch;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.fuzz.Texts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The branch B of a bank, whose peer A says what it likes. C is never there. */
final class AttackedNode implements NodeListener<BranchState, Transfer>, Connection {

  static final String SYSTEM = "bank";

  private static final long SHARE = 1_000;
  private static final List<String> NAMES = List.of("A", "B", "C");
  private static final Traffic NO_TRAFFIC =
      Traffic.irregular(Duration.ofDays(1), DurationRange.NONE, 100, 1);

  final Branch branch;
  final Node<BranchState, Transfer> node;

  private final Endpoint endpoint;
  private Transport.@Nullable Receiver receiver;
  private long now;

  /** It begins, or goes on with what is in the store. */
  AttackedNode(Store store) throws Store.StoreException {
    LinkedHashMap<String, Long> balances = new LinkedHashMap<>();
    NAMES.forEach(name -> balances.put(name, SHARE));
    Bank bank = new Bank(Bank.Founding.DEALT, balances, 1);
    branch = new Branch("B", bank, NO_TRAFFIC, new Random(1), null);
    NodeConfig config = NodeConfig.of(SYSTEM, "B", Topology.complete(NAMES, ChannelOrder.FIFO), 7);
    node = new Node<>(config, branch, new BankCodec(bank.total()), store, (_, _) -> {}, this, now);
    endpoint = Endpoint.of(node);
    step();
  }

  /** A frame comes, by a new connection if the last one has ended. */
  void takes(byte[] frame) {
    Transport.Receiver here = receiver == null ? endpoint.accepted(this) : receiver;
    receiver = here;
    try {
      here.received(frame);
      here.batchEnd();
    } catch (MalformedException e) {
      Texts.requireLine(e);
      here.batchEnd();
      close();
    }
    step();
  }

  void pays(long amount) {
    node.post(() -> assertThat(branch.transfer("A", amount, node.sender())).isNotNull());
    step();
  }

  void initiates(String request) {
    node.post(() -> assertThat(node.initiate(request, Duration.ofSeconds(1))).isNotNull());
    step();
  }

  void waits(Duration time) {
    now += time.toNanos();
    step();
  }

  private void step() {
    node.step(now);
    node.step(now);
  }

  @Override
  public void warning(String sentence) {
    Texts.requireLine(sentence);
  }

  @Override
  public void halted(HaltCause cause, String reason) {
    assertThat(cause).as(reason).isEqualTo(HaltCause.FENCED);
    Texts.requireLine(reason);
  }

  @Override
  public void send(List<byte[]> frames) {
    for (byte[] frame : frames) {
      assertThat(frame.length).isBetween(1, MAX_FRAME);
    }
  }

  @Override
  public void close() {
    Transport.Receiver ended = receiver;
    receiver = null;
    if (ended != null) {
      ended.closed();
    }
  }

  @Override
  public void limitUnread(int bytes) {}

  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  @Override
  public String remote() {
    return "the peer's address";
  }
}
