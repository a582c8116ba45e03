package cutline.bank;

import com.google.protobuf.InvalidProtocolBufferException;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.runtime.MalformedException;
import cutline.runtime.MessageCodec;

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
        .build()
        .toByteArray();
  }

  @Override
  public Transfer decodeMessage(byte[] bytes) throws MalformedException {
    try {
      long amount = cutline.bank.wire.Transfer.parseFrom(bytes).getAmount();
      if (amount < 1 || amount > total) {
        throw new MalformedException("a transfer of $" + amount + " in a bank of $" + total);
      }
      return new Transfer(amount);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("not a transfer", e);
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
    try {
      long balance = cutline.bank.wire.BranchState.parseFrom(bytes).getBalance();
      if (balance < 0 || balance > total) {
        throw new MalformedException("a balance of $" + balance + " in a bank of $" + total);
      }
      return new BranchState(balance);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("not a branch's state", e);
    }
  }
}
