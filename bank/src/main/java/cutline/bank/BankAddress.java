package cutline.bank;

import java.util.List;

/**
 * Where a bank is that is at work.
 *
 * @param id the bank's id
 * @param total what all members began with together, in dollars
 * @param members the members and where they listen
 */
public record BankAddress(String id, long total, List<Member> members) {

  /** The names of the members. */
  public List<String> names() {
    return members.stream().map(Member::name).toList();
  }
}
