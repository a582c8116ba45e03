package cutline.bank.domain;

/** Is told of each transfer, after it is durable. Balances are those right after the transfer. */
public interface TransferLog {

  /** Money has left this branch. */
  void sent(String to, long amount, long balance);

  /** Money has come to this branch. */
  void received(String from, long amount, long balance);
}
