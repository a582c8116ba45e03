package cutline.simulation;

import cutline.bank.domain.Bank;
import cutline.bank.domain.Branch;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.runtime.Application;
import cutline.runtime.SendRefusal;
import cutline.runtime.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The bank's branch, and the {@link Witness} beside it, who gives every message and every state an
 * identity that the branch knows nothing of. Transfers come from the plan, so that each of them can
 * be left out.
 */
final class WitnessedBranch implements Application<Moment, Message> {

  private static final Traffic NO_TRAFFIC =
      Traffic.irregular(Duration.ofDays(1), DurationRange.NONE, 1, 0);

  private final int process;
  private final Branch branch;
  private final Witness witness;
  private final @Nullable Observer observer;
  private final Agenda agenda;

  /** Whether the node is there, so that a restore is no recovery. */
  boolean isAtWork;

  /** Whether the store had a state. */
  boolean isRecovered;

  WitnessedBranch(
      int process, Bank bank, Witness witness, Agenda agenda, @Nullable Observer observer) {
    this.process = process;
    this.branch =
        new Branch(witness.name(process), bank, NO_TRAFFIC, new SplittableRandom(process), null);
    this.witness = witness;
    this.agenda = agenda;
    this.observer = observer;
  }

  /** Sends money, if there is enough of it. */
  void pay(int to, long amount, Sender<Message> sender) {
    branch.transfer(witness.name(to), amount, new WitnessedSender(sender));
    witness.requireBalance(process, branch.balance());
  }

  @Override
  public Optional<String> objection(String from, Message message) {
    return branch.objection(from, message.transfer);
  }

  @Override
  public void deliver(String from, Message message, Sender<Message> sender) {
    witness.received(process, witness.topology.index(from), message);
    branch.deliver(from, message.transfer, new WitnessedSender(sender));
    witness.requireBalance(process, branch.balance());
    if (observer != null) {
      observer.happened(agenda.now(), new Happening.Received(message, witness.current(process)));
    }
  }

  @Override
  public Moment capture() {
    witness.requireBalance(process, branch.capture().balance());
    return witness.current(process);
  }

  @Override
  public void restore(Moment moment) {
    if (isAtWork) {
      witness.wentBack(process, moment);
      if (observer != null) {
        observer.happened(agenda.now(), new Happening.WentBack(moment));
      }
    } else {
      isRecovered = true;
      witness.recovered(process, moment);
    }
    branch.restore(new BranchState(moment.balance));
  }

  private final class WitnessedSender implements Sender<Transfer> {

    private final Sender<Message> real;

    WitnessedSender(Sender<Message> real) {
      this.real = real;
    }

    @Override
    public Optional<SendRefusal> send(String to, Transfer transfer) {
      Message message = witness.sending(process, witness.topology.index(to), transfer);
      Optional<SendRefusal> refusal = real.send(to, message);
      if (refusal.isEmpty()) {
        witness.sent(message);
        if (observer != null) {
          observer.happened(agenda.now(), new Happening.Sent(message, witness.current(process)));
        }
      }
      return refusal;
    }

    @Override
    public int underWay(String to) {
      return real.underWay(to);
    }

    @Override
    public boolean isConnected(String to) {
      return real.isConnected(to);
    }

    @Override
    public void willChange(int page) {
      real.willChange(page);
    }

    @Override
    public void afterCommit(Runnable action) {
      real.afterCommit(action);
    }
  }
}
