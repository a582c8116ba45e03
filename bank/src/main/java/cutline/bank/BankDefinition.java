package cutline.bank;

import cutline.bank.domain.Deal;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.InitBranch;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import cutline.runtime.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a bank is: its total, its branches, and how they transfer money by themselves. Two
 * definitions with the same total and branches are the same bank.
 *
 * @param total in dollars, not negative
 * @param members the branches, in the order in which they are dealt their shares
 */
public record BankDefinition(long total, List<Member> members, Traffic traffic) {

  /** Each branch is connected with every other one, so the costs grow with the square. */
  static final int MAX_BRANCHES = 256;

  /**
   * Checks the number of branches.
   *
   * @throws IllegalArgumentException if there are too many
   */
  public BankDefinition {
    if (members.size() > MAX_BRANCHES) {
      throw new IllegalArgumentException(
          "%d branches, and the most are %d".formatted(members.size(), MAX_BRANCHES));
    }
  }

  /** The bank's id: a digest of its total and branches, 32 hexadecimal digits. */
  public String id() {
    StringBuilder text = new StringBuilder().append(total).append('\n');
    for (Member member : members) {
      text.append("%s %s %d\n".formatted(member.name(), member.host(), member.port()));
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

  /** The names of the branches. */
  public List<String> names() {
    return members.stream().map(Member::name).toList();
  }

  /**
   * The branches and the channels between each two of them.
   *
   * @throws IllegalArgumentException if there is none or a name is not valid
   */
  public Topology topology() {
    return Topology.complete(names(), ChannelOrder.FIFO);
  }

  /** The balance that a branch begins with. */
  public long share(String name) {
    return Deal.shares(total, members.size()).get(names().indexOf(name));
  }

  /** The request that makes a process the branch {@code you} of this bank. */
  InitBranch initBranch(String you) {
    InitBranch.Builder request =
        InitBranch.newBuilder()
            .setBank(id())
            .setYou(you)
            .setTotal(total)
            .setTraffic(
                cutline.bank.wire.Traffic.newBuilder()
                    .setEveryNanos(traffic.every().toNanos())
                    .setDelayMinNanos(traffic.delay().least().toNanos())
                    .setDelayMaxNanos(traffic.delay().most().toNanos())
                    .setMaxAmount(traffic.maxAmount())
                    .setSeed(traffic.seed()));
    for (Member member : members) {
      request.addMembers(
          cutline.bank.wire.Member.newBuilder()
              .setName(member.name())
              .setHost(member.host())
              .setPort(member.port())
              .setShare(share(member.name())));
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
      cutline.bank.wire.Traffic traffic = request.getTraffic();
      List<Member> members = new ArrayList<>();
      for (cutline.bank.wire.Member member : request.getMembersList()) {
        members.add(new Member(member.getName(), member.getHost(), member.getPort()));
      }
      BankDefinition bank =
          new BankDefinition(
              request.getTotal(),
              members,
              new Traffic(
                  Duration.ofNanos(traffic.getEveryNanos()),
                  new DurationRange(
                      Duration.ofNanos(traffic.getDelayMinNanos()),
                      Duration.ofNanos(traffic.getDelayMaxNanos())),
                  traffic.getMaxAmount(),
                  traffic.getSeed()));
      bank.check(request);
      return bank;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), e);
    }
  }

  private void check(InitBranch request) throws MalformedException {
    if (topology().size() != members.size()) {
      throw new MalformedException("a branch is named twice");
    }
    if (!names().contains(request.getYou())) {
      throw new MalformedException(request.getYou() + " is not one of the branches");
    }
    List<Long> shares =
        request.getMembersList().stream().map(cutline.bank.wire.Member::getShare).toList();
    if (!request.getBank().equals(id()) || !shares.equals(Deal.shares(total, members.size()))) {
      throw new MalformedException("the bank's id or the shares do not fit its total and branches");
    }
  }
}
