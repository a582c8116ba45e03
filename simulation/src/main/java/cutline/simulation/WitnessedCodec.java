package cutline.simulation;

import cutline.bank.BankCodec;
import cutline.bank.domain.BranchState;
import cutline.runtime.MalformedException;
import cutline.runtime.MessageCodec;
import java.util.Arrays;

/** The bank's codec, with the number behind it by which the {@link Witness} knows each value. */
final class WitnessedCodec implements MessageCodec<Moment, Message> {

  private static final int TAG = Integer.BYTES;

  private final BankCodec bank;
  private final Witness witness;

  WitnessedCodec(long total, Witness witness) {
    this.bank = new BankCodec(total);
    this.witness = witness;
  }

  @Override
  public byte[] encodeMessage(Message message) {
    return tagged(bank.encodeMessage(message.transfer), message.id);
  }

  @Override
  public Message decodeMessage(byte[] bytes) throws MalformedException {
    Message message = witness.message(tag(bytes));
    if (!bank.decodeMessage(untagged(bytes)).equals(message.transfer)) {
      throw new MalformedException("not the message that was sent");
    }
    return message;
  }

  @Override
  public byte[] encodeState(Moment moment) {
    return tagged(bank.encodeState(new BranchState(moment.balance)), moment.id);
  }

  @Override
  public Moment decodeState(byte[] bytes) throws MalformedException {
    Moment moment = witness.moment(tag(bytes));
    if (bank.decodeState(untagged(bytes)).balance() != moment.balance) {
      throw new MalformedException("not the state that was recorded");
    }
    return moment;
  }

  private static byte[] tagged(byte[] bytes, int tag) {
    byte[] tagged = Arrays.copyOf(bytes, bytes.length + TAG);
    for (int at = 0; at < TAG; at++) {
      tagged[bytes.length + at] = (byte) (tag >>> (Byte.SIZE * at));
    }
    return tagged;
  }

  private static byte[] untagged(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - TAG);
  }

  /** The number of a state or message, from its encoding. */
  static int tag(byte[] bytes) {
    int tag = 0;
    for (int at = 0; at < TAG; at++) {
      tag |= (bytes[bytes.length - TAG + at] & 0xff) << (Byte.SIZE * at);
    }
    return tag;
  }
}
