package cutline.bank;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.runtime.MalformedException;
import cutline.runtime.MessageCodec;
import cutline.runtime.Untrusted;

/** Transfers and local states of the bank as Protocol Buffers (bank.proto). */
public final class BankCodec implements MessageCodec<BranchState, Transfer> {

  private final long total;

  /**
   * The codec of one bank.
   *
   * @param total of the bank, in dollars: no transfer and no balance can be more
   */
  public BankCodec(long total) {
    this.total = total;
  }

  @Override
  public byte[] encodeMessage(Transfer transfer) {
    return cutline.bank.wire.Transfer.newBuilder()
        .setAmount(transfer.amount())
        .setFromAccount(transfer.fromAccount())
        .setToAccount(transfer.toAccount())
        .setNumber(transfer.number())
        .build()
        .toByteArray();
  }

  @Override
  public Transfer decodeMessage(byte[] bytes) throws MalformedException {
    var transfer = Untrusted.parse(cutline.bank.wire.Transfer.parser(), bytes);
    requireAmount(transfer.getAmount());
    if (transfer.getFromAccount() < 0 || transfer.getToAccount() < 0) {
      throw new MalformedException("a transfer between accounts of negative numbers");
    }
    if (transfer.getNumber() < 0) {
      throw new MalformedException("a transfer with the number " + transfer.getNumber());
    }
    return new Transfer(
        transfer.getAmount(),
        transfer.getFromAccount(),
        transfer.getToAccount(),
        transfer.getNumber());
  }

  /** A transfer of which no more is known than its amount. */
  Transfer transfer(long amount) throws MalformedException {
    requireAmount(amount);
    return new Transfer(amount);
  }

  private void requireAmount(long amount) throws MalformedException {
    if (amount < 1 || amount > total) {
      throw new MalformedException("a transfer of $" + amount + " in a bank of $" + total);
    }
  }

  @Override
  public byte[] encodeState(BranchState state) {
    return cutline.bank.wire.BranchState.newBuilder()
        .setBalance(state.balance())
        .build()
        .toByteArray();
  }

  @Override
  public BranchState decodeState(byte[] bytes) throws MalformedException {
    return state(Untrusted.parse(cutline.bank.wire.BranchState.parser(), bytes).getBalance());
  }

  /** The state of this balance. */
  BranchState state(long balance) throws MalformedException {
    if (balance < 0 || balance > total) {
      throw new MalformedException("a balance of $" + balance + " in a bank of $" + total);
    }
    return new BranchState(balance);
  }
}
