package cutline.cli.client;

import cutline.bank.BankDefinition;
import cutline.bank.ProcessLog;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.cli.command.End;
import cutline.cli.observe.ObservationWriter;
import cutline.cli.terminal.WarningLines;
import cutline.cli.text.Figures;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.HaltCause;
import cutline.runtime.Observer;
import cutline.runtime.Ticker;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens to a client, as lines. */
final class ClientLog implements ProcessLog {

  private static final String OTHER_BANK = "they belong to different systems";
  private static final String HINT =
      "; compare their config.json: ids and opening balances must be the same";

  /** Beyond so many, all are said again. */
  private static final int MOST_REMEMBERED = 1_000;

  private final String id;
  private final Consumer<String> lines;
  private final End end;
  private final ObservationWriter observed;
  private final WarningLines warnings;

  /** Who was there or is said not to be. */
  private final Set<String> known = new HashSet<>();

  private final Set<String> warned = new HashSet<>();
  private volatile boolean quiet;

  ClientLog(String id, Consumer<String> lines, End end, ObservationWriter observed, Ticker ticker) {
    this.id = id;
    this.lines = lines;
    this.end = end;
    this.observed = observed;
    this.warnings = new WarningLines(lines, ticker);
  }

  /** Whether transfers and the snapshots of others are left out. */
  void setQuiet(boolean isQuiet) {
    quiet = isQuiet;
  }

  @Override
  public @Nullable Observer<BranchState, Transfer> observer(String member, BankDefinition bank) {
    return observed.observer(member, bank);
  }

  @Override
  public void sent(String to, long amount, long balance) {
    if (!quiet) {
      lines.accept(ClientText.sent(id, to, amount, balance));
    }
  }

  @Override
  public void received(String from, long amount, long balance) {
    if (!quiet) {
      lines.accept(ClientText.received(id, from, amount, balance));
    }
  }

  @Override
  public void recorded(LocalSnapshot<BranchState, Transfer> part) {
    if (!quiet && !part.id().initiator().equals(id)) {
      lines.accept(ClientText.tookPart(part));
    }
  }

  @Override
  public void begunInEra(long era) {
    lines.accept("Client %s: %s.".formatted(id, Figures.wentBack(era)));
  }

  @Override
  public void restored(SnapshotId snapshot) {
    lines.accept("Client %s went back to snapshot %s, as all clients do.".formatted(id, snapshot));
  }

  @Override
  public void connected(String member) {
    observed.connected(member);
    known.add(member);
    lines.accept("Client %s is there.".formatted(member));
  }

  @Override
  public void disconnected(String member) {
    observed.disconnected(member);
    lines.accept("Client %s has gone.".formatted(member));
  }

  @Override
  public void unreachable(String member, String sentence) {
    if (known.add(member)) {
      lines.accept("Client %s is not there yet.".formatted(member));
    }
  }

  /** Both sides try again and again, each time from another port. */
  @Override
  public void warning(String sentence) {
    if (warned.size() == MOST_REMEMBERED) {
      warned.clear();
    }
    if (warned.add(sentence.replaceAll(":\\d+\\)", ")"))) {
      String text = sentence.startsWith(id + " ") ? ClientText.client(sentence) : sentence;
      warnings.line(sentence.contains(OTHER_BANK) ? text + HINT : text);
    }
  }

  @Override
  public void halted(HaltCause cause, String reason) {
    end.halted(cause, reason);
  }
}
