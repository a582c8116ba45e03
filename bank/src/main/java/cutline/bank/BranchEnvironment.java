package cutline.bank;

import cutline.runtime.Store;
import cutline.runtime.Ticker;
import cutline.runtime.Transport;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a branch needs from around it.
 *
 * @param transport makes the transport to the other branches of a bank
 * @param store where the branch keeps its state
 * @param ticker the time
 * @param executor of one thread, which the branch runs on; best the one that brings its messages
 * @param nonce gives random numbers that nobody can guess
 * @param log is told what happens
 * @param logsTransfers whether it is told of each transfer
 */
public record BranchEnvironment(
    Function<BankDefinition, Transport> transport,
    Store store,
    Ticker ticker,
    ScheduledExecutorService executor,
    LongSupplier nonce,
    BranchLog log,
    boolean logsTransfers) {}
