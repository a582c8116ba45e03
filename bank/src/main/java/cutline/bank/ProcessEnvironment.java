package cutline.bank;

import cutline.core.ChannelOrder;
import cutline.runtime.Store;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a process of a bank needs from around it.
 *
 * @param transport makes the transport to the other processes of a bank
 * @param order what the channels promise that it makes
 * @param store where the process keeps its state
 * @param ticker monotonic time
 * @param clock the time of day, for what people read
 * @param executor of one thread, which the process runs on; best the one that brings its messages
 * @param nonce gives random numbers that nobody can guess
 * @param log is told what happens
 * @param logsTransfers whether it is told of each transfer
 * @param copiesAccounts whether snapshots get copies of all accounts, so that they can be restored;
 *     of a single account they always do
 * @param keepsLedger whether it numbers its transfers and keeps a ledger of them, for an audit; so
 *     must all members then, in all their lives
 */
public record ProcessEnvironment(
    Function<BankDefinition, Transport> transport,
    ChannelOrder order,
    Store store,
    Ticker ticker,
    InstantSource clock,
    ScheduledExecutorService executor,
    LongSupplier nonce,
    ProcessLog log,
    boolean logsTransfers,
    boolean copiesAccounts,
    boolean keepsLedger) {

  /** Of a process with FIFO channels and without a ledger. */
  public ProcessEnvironment(
      Function<BankDefinition, Transport> transport,
      Store store,
      Ticker ticker,
      InstantSource clock,
      ScheduledExecutorService executor,
      LongSupplier nonce,
      ProcessLog log,
      boolean logsTransfers,
      boolean copiesAccounts) {
    this(
        transport,
        ChannelOrder.FIFO,
        store,
        ticker,
        clock,
        executor,
        nonce,
        log,
        logsTransfers,
        copiesAccounts,
        false);
  }
}
