package cutline.cli.client;

import cutline.cli.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person can tell a client to do. */
enum ClientVerb {
  SNAPSHOT("", true, "take a snapshot of the bank; several may be under way"),
  SNAPSHOTS("", true, "the last snapshots that were taken here"),
  SHOW("SNAPSHOT", true, "one of them again, such as 1.1.7"),
  RESTORE(
      "SNAPSHOT", false, "bring the whole bank back to one of the last snapshots, such as 1.1.7"),
  TRANSFER("ID AMOUNT", false, "send money to another client, such as: transfer 3 $40"),
  BALANCE("", true, "what this client holds"),
  PEERS("", true, "the other clients, and who of them is there"),
  TRAFFIC("", false, "how this client transfers money by itself"),
  PAUSE("", false, "make no transfers by itself"),
  RESUME("", false, "make them again"),
  DELAY("TIME", false, "how long money stays in its channel, such as 2s or 0s..2s"),
  PROBABILITY("NUMBER", false, "how likely a transfer is each time, 0 to 1"),
  INTERVAL("TIME", false, "from one decision about a transfer to the next, such as 3s"),
  QUIET("", false, "do not log transfers and the snapshots of others"),
  VERBOSE("", false, "log them again"),
  HELP("", false, "this list"),
  EXIT("", false, "end this client; so do quit and Ctrl-D");

  /** The names of what must follow. */
  private final String parameters;

  private final boolean json;
  private final String help;

  ClientVerb(String parameters, boolean json, String help) {
    this.parameters = parameters;
    this.json = json;
    this.help = help;
  }

  /** The word that is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many words must follow. */
  int arity() {
    return parameters.isEmpty() ? 0 : parameters.split(" ").length;
  }

  /** Whether {@code --json} may follow. */
  boolean hasJson() {
    return json;
  }

  /** The word and what must follow. */
  String usage() {
    return word() + (parameters.isEmpty() ? "" : " " + parameters) + (json ? " [--json]" : "");
  }

  /** The command that a word means, or null. */
  static @Nullable ClientVerb of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("quit")) {
      return EXIT;
    }
    for (ClientVerb verb : values()) {
      if (verb.word().equals(lower)) {
        return verb;
      }
    }
    return null;
  }

  /** All words, in the order of the help. */
  static List<String> words() {
    return Stream.of(values()).map(ClientVerb::word).toList();
  }

  /** A line for each. */
  static List<String> helpLines() {
    return TextTable.lines(
        Stream.of(values()).map(verb -> List.of(verb.usage(), verb.help)).toList());
  }
}
