package cutline.cli.text;

import java.util.List;
import java.util.SequencedMap;

/** A sum of balances that were asked for one after the other, as people read it. */
public final class NaiveText {

  private NaiveText() {}

  /**
   * The sum that asking one after the other gives.
   *
   * @param absent per branch that is not there, why
   */
  public static List<String> lines(
      long expected,
      List<String> branches,
      SequencedMap<String, Long> balances,
      SequencedMap<String, String> absent) {
    long sum = balances.values().stream().mapToLong(Long::longValue).sum();
    List<String> silent =
        branches.stream()
            .filter(name -> !balances.containsKey(name))
            .map(name -> absent.containsKey(name) ? name + " (" + absent.get(name) + ")" : name)
            .toList();
    String verdict;
    if (!silent.isEmpty()) {
      verdict = "✗ no balance from " + String.join(", ", silent);
    } else if (sum < expected) {
      verdict = "✗ %,d missing (was in flight)".formatted(expected - sum);
    } else if (sum > expected) {
      verdict = "✗ %,d too many (counted twice)".formatted(sum - expected);
    } else {
      verdict = "= %,d, by luck: nothing was in flight".formatted(expected);
    }
    return List.of(
        "Naive snapshot        balances %,-9d %s".formatted(sum, verdict),
        "  asked one after another, no markers");
  }
}
