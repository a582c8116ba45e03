package cutline.cli.command;

import cutline.bank.config.Member;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where branches are. */
public final class Addresses {

  private Addresses() {}

  /** By name; host names are looked up when they are dialled. */
  public static Map<String, InetSocketAddress> of(List<Member> members) {
    Map<String, InetSocketAddress> addresses = new TreeMap<>();
    for (Member member : members) {
      addresses.put(
          member.name(), InetSocketAddress.createUnresolved(member.host(), member.port()));
    }
    return addresses;
  }
}
