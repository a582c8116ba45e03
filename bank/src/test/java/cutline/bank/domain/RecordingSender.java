package cutline.bank.domain;

import cutline.core.Channel;
import cutline.runtime.SendRefusal;
import cutline.runtime.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes down what branch A sends, and has channels that can be full. */
final class RecordingSender implements Sender<Transfer> {

  /** Money that has left. */
  record Sent(String to, long amount, int fromAccount, int toAccount) {

    Sent(String to, long amount) {
      this(to, amount, 0, 0);
    }
  }

  final List<Sent> sent = new ArrayList<>();

  /** Of each, the number. */
  final List<Long> numbers = new ArrayList<>();

  final Set<String> full = new TreeSet<>();
  final Set<Integer> changing = new TreeSet<>();
  final Set<String> away = new TreeSet<>();
  final Map<String, Integer> underWay = new TreeMap<>();
  private final List<Runnable> actions = new ArrayList<>();

  @Override
  public Optional<SendRefusal> send(String to, Transfer transfer) {
    if (full.contains(to)) {
      return Optional.of(new SendRefusal.ChannelFull(new Channel("A", to), 65_536));
    }
    sent.add(new Sent(to, transfer.amount(), transfer.fromAccount(), transfer.toAccount()));
    numbers.add(transfer.number());
    return Optional.empty();
  }

  @Override
  public void willChange(int page) {
    changing.add(page);
  }

  @Override
  public int underWay(String to) {
    return underWay.getOrDefault(to, 0);
  }

  @Override
  public boolean isConnected(String to) {
    return !away.contains(to);
  }

  @Override
  public void afterCommit(Runnable action) {
    actions.add(action);
  }

  void commit() {
    actions.forEach(Runnable::run);
    actions.clear();
  }
}
