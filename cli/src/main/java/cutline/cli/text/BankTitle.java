package cutline.cli.text;

/** The first line of a bank that was made for the occasion. */
public final class BankTitle {

  private BankTitle() {}

  public static String of(int branches, long total, long seed) {
    return "Bank of %d branch%s · total $%,d · seed %d"
        .formatted(branches, branches == 1 ? "" : "es", total, seed);
  }
}
