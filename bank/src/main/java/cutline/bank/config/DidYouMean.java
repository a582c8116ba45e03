package cutline.bank.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant who misspelt a word. */
public final class DidYouMean {

  private static final int MOST_SLIPS = 2;
  private static final int SHORT_WORD = 3;

  private DidYouMean() {}

  /**
   * The known word that is the fewest slips away from {@code word}; the first of several. A slip is
   * a character too much, missing or wrong, or two neighbours exchanged. Two slips are forgiven, of
   * up to three characters one, and the case of letters always.
   */
  public static Optional<String> closest(String word, Collection<String> known) {
    int most = word.length() <= SHORT_WORD ? 1 : MOST_SLIPS;
    Optional<String> closest = Optional.empty();
    for (String candidate : known) {
      if (Math.abs(candidate.length() - word.length()) > most) {
        continue;
      }
      int slips = slips(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (slips <= most && slips < candidate.length()) {
        most = slips - 1;
        closest = Optional.of(candidate);
      }
    }
    return closest;
  }

  /** The optimal string alignment distance (Damerau and Levenshtein, each part edited once). */
  private static int slips(String a, String b) {
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          slips[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        slips[i][j] =
            Math.min(slips[i - 1][j - 1] + change, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
        }
      }
    }
    return slips[a.length()][b.length()];
  }
}
