package cutline.cli.demo;

import cutline.bank.config.DidYouMean;
import cutline.runtime.Untrusted;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person wants of the demo, in letters or words. */
sealed interface DemoOrder {

  /** What the letters stand for. */
  List<String> WORDS =
      List.of("snapshot", "naive", "back", "kill", "restart", "pause", "help", "quit", "exit");

  /**
   * Take a snapshot.
   *
   * @param initiator who is to initiate it; null for any
   */
  record Snapshot(@Nullable String initiator) implements DemoOrder {}

  /** Add up balances without a snapshot. */
  record Naive() implements DemoOrder {}

  /** Kill a branch. */
  record Kill(String branch) implements DemoOrder {}

  /** Start a branch again. */
  record Restart(String branch) implements DemoOrder {}

  /**
   * Bring the bank back to a snapshot.
   *
   * @param number which one of this demo
   */
  record Back(int number) implements DemoOrder {}

  /** Pause the transfers, or go on. */
  record Pause() implements DemoOrder {}

  /** Say what there is to say. */
  record Help() implements DemoOrder {}

  /** End. */
  record Quit() implements DemoOrder {}

  /** Nothing was said. */
  record Nothing() implements DemoOrder {}

  /** It makes no sense; the sentence says why. */
  record Wrong(String sentence) implements DemoOrder {}

  /**
   * Reads a line.
   *
   * @param branches the names of the branches; capitals and small letters are the same
   */
  static DemoOrder parse(String line, List<String> branches) {
    String text = Untrusted.line(line).strip();
    if (text.isEmpty()) {
      return new Nothing();
    }
    List<String> words = List.of(text.split("\\s+"));
    String verb = words.getFirst();
    List<String> names = words.subList(1, words.size());
    return switch (verb.toLowerCase(Locale.ROOT)) {
      case "s", "snapshot" -> snapshot(verb, names, branches);
      case "k", "kill" -> {
        String branch = one(names, branches);
        yield branch == null ? needsBranch(verb, names, branches) : new Kill(branch);
      }
      case "r", "restart" -> {
        String branch = one(names, branches);
        yield branch == null ? needsBranch(verb, names, branches) : new Restart(branch);
      }
      case "b", "back" -> back(verb, names);
      case "n", "naive" -> alone(verb, names, new Naive());
      case "p", "pause" -> alone(verb, names, new Pause());
      case "?", "h", "help" -> new Help();
      case "q", "quit", "exit" -> alone(verb, names, new Quit());
      default -> new Wrong(unknown(verb));
    };
  }

  private static DemoOrder snapshot(String verb, List<String> names, List<String> branches) {
    if (names.isEmpty()) {
      return new Snapshot(null);
    }
    String initiator = one(names, branches);
    return initiator == null ? needsBranch(verb, names, branches) : new Snapshot(initiator);
  }

  private static DemoOrder back(String verb, List<String> numbers) {
    return numbers.size() == 1 && numbers.getFirst().matches("\\d{1,9}")
        ? new Back(Integer.parseInt(numbers.getFirst()))
        : new Wrong("%s needs the number of a snapshot, as in %s 1".formatted(verb, verb));
  }

  private static @Nullable String one(List<String> names, List<String> branches) {
    return names.size() != 1
        ? null
        : branches.stream()
            .filter(branch -> branch.equalsIgnoreCase(names.getFirst()))
            .findFirst()
            .orElse(null);
  }

  private static Wrong needsBranch(String verb, List<String> names, List<String> branches) {
    String example = "as in %s %s".formatted(verb, branches.getLast());
    return switch (names.size()) {
      case 0 -> new Wrong("%s needs the name of a branch, %s".formatted(verb, example));
      case 1 ->
          new Wrong(
              "There is no branch %s; there is %s"
                  .formatted(shortened(names.getFirst()), String.join(" ", branches)));
      default -> new Wrong("%s takes one branch at a time, %s".formatted(verb, example));
    };
  }

  private static DemoOrder alone(String verb, List<String> more, DemoOrder order) {
    return more.isEmpty()
        ? order
        : new Wrong("%s takes nothing more: '%s'".formatted(verb, shortened(more.getFirst())));
  }

  private static String unknown(String verb) {
    return DidYouMean.closest(verb, WORDS)
        .map(word -> "There is no '%s'. Did you mean %s?".formatted(shortened(verb), word))
        .orElse("There is no '%s'. ? shows what there is".formatted(shortened(verb)));
  }

  private static String shortened(String word) {
    return word.length() > 20 ? word.substring(0, 20) + "…" : word;
  }
}
