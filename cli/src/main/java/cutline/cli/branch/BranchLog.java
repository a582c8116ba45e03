package cutline.cli.branch;

import cutline.bank.BankDefinition;
import cutline.bank.ProcessLog;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.cli.command.End;
import cutline.cli.observe.ObservationWriter;
import cutline.cli.terminal.LineLog;
import cutline.cli.terminal.WarningLines;
import cutline.cli.text.Figures;
import cutline.core.SnapshotId;
import cutline.runtime.HaltCause;
import cutline.runtime.Observer;
import cutline.runtime.Ticker;
import org.jspecify.annotations.Nullable;

/** What a branch says on its console. */
final class BranchLog implements ProcessLog {

  private final String name;
  private final LineLog lines;
  private final End end;
  private final ObservationWriter observed;
  private final WarningLines warnings;

  /**
   * The log of one branch.
   *
   * @param end of the program, which is that of each of its branches
   */
  BranchLog(String name, LineLog lines, End end, ObservationWriter observed) {
    this.name = name;
    this.lines = lines;
    this.end = end;
    this.observed = observed;
    this.warnings = new WarningLines(lines::line, Ticker.system());
  }

  @Override
  public @Nullable Observer<BranchState, Transfer> observer(String member, BankDefinition bank) {
    return observed.observer(member, bank);
  }

  @Override
  public void connected(String member) {
    observed.connected(member);
  }

  @Override
  public void disconnected(String member) {
    observed.disconnected(member);
  }

  @Override
  public void joined(BankDefinition bank) {
    lines.line(
        "%s is one of %d branches of a bank of $%,d, with $%,d"
            .formatted(name, bank.members().size(), bank.total(), bank.share(name)));
  }

  @Override
  public void recovered(BankDefinition bank, long balance) {
    lines.line(
        "%s goes on as one of %d branches of a bank of $%,d. Balance: $%,d"
            .formatted(name, bank.members().size(), bank.total(), balance));
  }

  @Override
  public void begunInEra(long era) {
    lines.line("%s: %s".formatted(name, Figures.wentBack(era)));
  }

  @Override
  public void sent(String to, long amount, long balance) {
    lines.line("%s sent $%,d to %s. Balance: $%,d".formatted(name, amount, to, balance));
  }

  @Override
  public void received(String from, long amount, long balance) {
    lines.line("%s received $%,d from %s. Balance: $%,d".formatted(name, amount, from, balance));
  }

  @Override
  public void restored(SnapshotId snapshot) {
    lines.line("%s went back to snapshot %s, as all branches do".formatted(name, snapshot));
  }

  @Override
  public void warning(String sentence) {
    warnings.line(sentence);
  }

  @Override
  public void halted(HaltCause cause, String reason) {
    end.halted(cause, reason);
  }
}
