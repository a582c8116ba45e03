package cutline.cli.demo;

import cutline.bank.BankAddress;
import cutline.cli.running.RunningBanks;
import cutline.cli.running.SupervisorSocket;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets other terminals find the demo's bank, and takes their orders about its branches. */
final class DemoSupervision implements AutoCloseable {

  /** Carries out orders. */
  @FunctionalInterface
  interface Supervisor {
    DemoBank.Answer carryOut(DemoOrder order);
  }

  private final RunningBanks banks;
  private final List<String> branches;
  private final Supervisor supervisor;
  private final Thread atExit = new Thread(this::remove);
  private @Nullable SupervisorSocket socket;

  /**
   * Takes orders until it is closed.
   *
   * @param warnings is told, in a sentence, if others cannot find the bank
   */
  DemoSupervision(
      RunningBanks banks, BankAddress bank, Supervisor supervisor, Consumer<String> warnings) {
    this.banks = banks;
    this.branches = bank.names();
    this.supervisor = supervisor;
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      socket = new SupervisorSocket(banks.socket(), this::answer);
      banks.add(bank, true);
    } catch (IOException | RuntimeException e) {
      warnings.accept("Other terminals cannot find this bank: " + e.getMessage());
    }
  }

  private String answer(String line) {
    DemoOrder order = DemoOrder.parse(line, branches);
    DemoBank.Answer answer =
        switch (order) {
          case DemoOrder.Kill _, DemoOrder.Restart _ -> supervisor.carryOut(order);
          case DemoOrder.Wrong wrong -> DemoBank.Answer.no(wrong.sentence());
          default -> DemoBank.Answer.no("the orders are kill NAME and restart NAME");
        };
    return answer.done() ? answer.sentence() : "no: " + answer.sentence();
  }

  private void remove() {
    if (socket != null) {
      socket.close();
    }
    banks.remove();
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending already.
    }
  }
}
