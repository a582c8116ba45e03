package cutline.cli.text;

import cutline.cli.command.Protocol;

/** The first line of a bank that was made for the occasion. */
public final class BankTitle {

  private BankTitle() {}

  public static String of(int branches, long total, long seed, Protocol protocol) {
    return "Bank of %d branch%s · total $%,d · seed %d%s"
        .formatted(branches, branches == 1 ? "" : "es", total, seed, over(protocol));
  }

  private static String over(Protocol protocol) {
    return protocol == Protocol.TCP ? "" : " · over " + protocol;
  }
}
