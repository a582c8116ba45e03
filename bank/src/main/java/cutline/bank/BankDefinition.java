package cutline.bank;

import cutline.bank.config.Member;
import cutline.bank.domain.Bank;
import cutline.bank.domain.Deal;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.InitBranch;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.runtime.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * What a bank is: its members and where they are, what they began with, and how they transfer money
 * by themselves.
 *
 * @param members in the order of {@code bank}
 * @param order what the channels between members promise
 */
public record BankDefinition(List<Member> members, Bank bank, Traffic traffic, ChannelOrder order) {

  /**
   * Checks the members.
   *
   * @throws IllegalArgumentException if there is none, are too many, or two have the same name
   */
  public BankDefinition {
    require(members);
    if (!bank.names().equals(names(members))) {
      throw new IllegalArgumentException(bank.names() + " are not " + names(members));
    }
  }

  /**
   * A bank whose total a controller deals out in equal shares; what remains goes to the first
   * members, a dollar each. Its channels are FIFO.
   *
   * @param total in dollars, not negative
   */
  public static BankDefinition dealt(long total, List<Member> members, Traffic traffic) {
    return dealt(total, members, 1, traffic);
  }

  /** The same, with so many accounts in each branch. */
  public static BankDefinition dealt(
      long total, List<Member> members, int accounts, Traffic traffic) {
    require(members);
    List<Long> shares = Deal.shares(total, members.size());
    return new BankDefinition(
        members, bank(Bank.Founding.DEALT, members, shares, accounts), traffic, ChannelOrder.FIFO);
  }

  /**
   * A bank of members that come when they like. Its channels are FIFO.
   *
   * @param balances what each begins with, in the order of the members
   */
  public static BankDefinition joined(List<Member> members, List<Long> balances, Traffic traffic) {
    require(members);
    return new BankDefinition(
        members, bank(Bank.Founding.JOINED, members, balances, 1), traffic, ChannelOrder.FIFO);
  }

  /** The same bank with channels that promise this. */
  public BankDefinition withOrder(ChannelOrder promised) {
    return new BankDefinition(members, bank, traffic, promised);
  }

  private static Bank bank(
      Bank.Founding founding, List<Member> members, List<Long> balances, int accounts) {
    LinkedHashMap<String, Long> opening = new LinkedHashMap<>();
    for (int member = 0; member < members.size(); member++) {
      opening.put(members.get(member).name(), balances.get(member));
    }
    return new Bank(founding, opening, accounts);
  }

  private static void require(List<Member> members) {
    if (members.isEmpty() || members.size() > Bank.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "%d branches, and a bank has 1 to %d".formatted(members.size(), Bank.MAX_MEMBERS));
    }
    if (new HashSet<>(names(members)).size() < members.size()) {
      throw new IllegalArgumentException("a branch is named twice");
    }
  }

  private static List<String> names(List<Member> members) {
    return members.stream().map(Member::name).toList();
  }

  /**
   * The bank's id, 32 hexadecimal digits: a digest of what makes it this bank and no other one. If
   * it was dealt, its total, the branches with their addresses, and the accounts; if its members
   * joined, their names and opening balances. Traffic and the order of channels are no part of it.
   */
  public String id() {
    StringBuilder text = new StringBuilder();
    switch (bank.founding()) {
      case DEALT -> {
        text.append(total()).append('\n');
        members.forEach(member ->
            text.append("%s %s %d\n".formatted(member.name(), member.host(), member.port())));
        if (bank.accounts() > 1) {
          text.append(bank.accounts()).append(" accounts\n");
        }
      }
      case JOINED -> {
        text.append("clients\n");
        new TreeMap<>(bank.openingBalances())
            .forEach((name, balance) -> text.append("%s %d\n".formatted(name, balance)));
      }
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** What all members began with together, in dollars: the total, for ever. */
  public long total() {
    return bank.total();
  }

  /** The names of the members. */
  public List<String> names() {
    return bank.names();
  }

  /** The members and the channels between each two of them. */
  public Topology topology() {
    return Topology.complete(names(), order);
  }

  /** Where it is. */
  public BankAddress address() {
    return new BankAddress(id(), total(), members, order);
  }

  /** The balance that a member begins with. */
  public long share(String name) {
    return bank.openingBalance(name);
  }

  /** The request that makes a process the branch {@code you} of this bank. */
  InitBranch initBranch(String you) {
    InitBranch.Builder request =
        InitBranch.newBuilder()
            .setBank(id())
            .setYou(you)
            .setTotal(total())
            .setAccounts(bank.accounts())
            .setTraffic(Messages.traffic(traffic))
            .setNonFifo(Messages.isNonFifo(order));
    for (Member member : members) {
      request.addMembers(Messages.member(this, member));
    }
    return request.build();
  }

  /**
   * The bank that a request describes.
   *
   * @throws MalformedException if it contradicts itself
   */
  static BankDefinition of(InitBranch request) throws MalformedException {
    try {
      List<Member> members = new ArrayList<>();
      for (cutline.bank.wire.Member member : request.getMembersList()) {
        members.add(new Member(member.getName(), member.getHost(), member.getPort()));
      }
      BankDefinition bank =
          dealt(
                  request.getTotal(),
                  members,
                  // A controller that knows nothing of accounts says nothing of them.
                  request.getAccounts() == 0 ? 1 : request.getAccounts(),
                  Messages.traffic(request.getTraffic()))
              .withOrder(Messages.order(request.getNonFifo()));
      bank.check(request);
      return bank;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), e);
    }
  }

  private void check(InitBranch request) throws MalformedException {
    if (!names().contains(request.getYou())) {
      throw new MalformedException(request.getYou() + " is not one of the branches");
    }
    List<Long> shares =
        request.getMembersList().stream().map(cutline.bank.wire.Member::getShare).toList();
    if (!request.getBank().equals(id()) || !shares.equals(Deal.shares(total(), members.size()))) {
      throw new MalformedException("the bank's id or the shares do not fit its total and branches");
    }
  }
}
