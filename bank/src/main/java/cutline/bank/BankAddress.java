package cutline.bank;

import cutline.bank.config.Member;
import cutline.core.ChannelOrder;
import java.util.HashSet;
import java.util.List;

/**
 * Where a bank is that is at work.
 *
 * @param id the bank's id
 * @param total what all members began with together, in dollars
 * @param members the members and where they listen
 * @param order what the channels between them promise
 */
public record BankAddress(String id, long total, List<Member> members, ChannelOrder order) {

  /**
   * Checks what others may have written.
   *
   * @throws IllegalArgumentException if that is no bank; the message is for people
   */
  public BankAddress {
    members = List.copyOf(members);
    List<String> names = members.stream().map(Member::name).toList();
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("a bank has members, each with a name of its own");
    }
    if (total < 0) {
      throw new IllegalArgumentException("a bank does not hold $" + total);
    }
  }

  /** The names of the members. */
  public List<String> names() {
    return members.stream().map(Member::name).toList();
  }
}
