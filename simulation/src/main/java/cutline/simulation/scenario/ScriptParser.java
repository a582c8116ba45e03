package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.core.Channel;
import cutline.simulation.text.Telling;
import cutline.simulation.text.TellingParser;
import cutline.simulation.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .events} files: lines {@code send FROM TO AMOUNT}, {@code snapshot NAME} and {@code
 * tick [N]}. Lines that begin with {@code #:} are our own, and comments for any other program.
 */
final class ScriptParser {

  private static final String OWN = "#:";
  private static final int MAX_SNAPSHOTS = 1_000;
  private static final int MAX_CAPTION = 500;
  private static final int MAX_EXPECTATIONS = 10_000;
  private static final long MAX_TICKS = 1_000_000;
  private static final List<String> EVENTS = List.of("send", "snapshot", "tick");
  private static final List<String> OWN_LINES =
      Stream.concat(TellingParser.WORDS.stream(), Stream.of("expect", "break")).toList();
  private static final String OWN_EXPECTED = TellingParser.EXPECTED + ", expect … or break MISTAKE";
  private static final List<String> EXPECTATIONS = List.of("total", "snapshot", "violation");

  private final String file;
  private final ScenarioTopology topology;
  private final List<Step> steps = new ArrayList<>();
  private final List<Expectation> expectations = new ArrayList<>();
  private final TellingParser tellings = new TellingParser();
  private @Nullable Mistake mistake;
  private int snapshots;
  private long ticks;

  ScriptParser(String file, ScenarioTopology topology) {
    this.file = file;
    this.topology = topology;
  }

  Script parse(String text) throws ConfigurationException {
    int number = 0;
    for (String line : Words.split(text)) {
      number++;
      if (line.startsWith(OWN)) {
        own(Words.of(file, number, OWN.length() + 1, line.substring(OWN.length())));
      } else {
        int comment = line.indexOf('#');
        Words words = Words.of(file, number, 1, comment < 0 ? line : line.substring(0, comment));
        if (words.count() > 0) {
          event(words);
        }
      }
    }
    for (Expectation expectation : expectations) {
      if (expectation instanceof Expectation.Snapshot expected && expected.number() >= snapshots) {
        throw expected
            .place()
            .error(
                "there is no snapshot %d: the file has %d snapshot lines, numbered from 0"
                    .formatted(expected.number(), snapshots));
      }
    }
    tellings.end();
    return new Script(steps, expectations, mistake);
  }

  // ---------------------------------------------------------------- events

  private void event(Words line) throws ConfigurationException {
    switch (line.get(0).text()) {
      case "send" -> {
        line.requireCount(4, 4, "send FROM TO AMOUNT");
        Channel channel = new Channel(process(line.get(1)), process(line.get(2)));
        if (!topology.topology().channels().containsKey(channel)) {
          throw line.get(1).error("the topology has no channel " + channel);
        }
        steps.add(
            new Step.Send(
                line.get(0).place(),
                channel.from(),
                channel.to(),
                line.get(3).number("the amount", 1, Long.MAX_VALUE)));
      }
      case "snapshot" -> {
        line.requireCount(2, 2, "snapshot NAME");
        if (++snapshots > MAX_SNAPSHOTS) {
          throw line.get(0).error("more than %,d snapshots".formatted(MAX_SNAPSHOTS));
        }
        steps.add(new Step.Initiate(process(line.get(1))));
      }
      case "tick" -> {
        line.requireCount(1, 2, "tick [N]");
        long more = line.count() == 1 ? 1 : line.get(1).number("the number of ticks", 1, MAX_TICKS);
        ticks += more;
        if (ticks > MAX_TICKS) {
          throw line.get(0).error("more than %,d ticks together".formatted(MAX_TICKS));
        }
        steps.add(new Step.Tick(more));
      }
      default ->
          throw line.get(0)
              .unknown("event", EVENTS, "send FROM TO AMOUNT, snapshot NAME or tick [N]");
    }
  }

  private String process(Words.Word word) throws ConfigurationException {
    if (!topology.tokens().containsKey(word.text())) {
      throw word.unknown("process", topology.tokens().keySet(), "one of the topology");
    }
    return word.text();
  }

  // ------------------------------------------------------------- our own lines

  private void own(Words line) throws ConfigurationException {
    line.requireCount(1, Integer.MAX_VALUE, OWN_EXPECTED);
    switch (line.get(0).text()) {
      case String word when TellingParser.WORDS.contains(word) -> {
        Telling told = tellings.take(line.get(0), text(line, 1, word + " \"TEXT\""));
        if (told != null) {
          steps.add(new Step.Tell(told));
        }
      }
      case "expect" -> expect(line);
      case "break" -> {
        line.requireCount(2, 2, "break MISTAKE");
        Words.Word word = line.get(1);
        if (mistake != null) {
          throw word.error("one mistake at a time; there is %s already".formatted(mistake.word()));
        }
        mistake =
            Mistake.of(word.text())
                .orElseThrow(() ->
                    word.unknown("mistake", Mistake.words(), String.join(", ", Mistake.words())));
      }
      default -> throw line.get(0).unknown("line", OWN_LINES, OWN_EXPECTED);
    }
  }

  private void expect(Words line) throws ConfigurationException {
    line.requireCount(
        2,
        Integer.MAX_VALUE,
        "expect total N, expect snapshot N: NAME TOKENS, FROM->TO AMOUNT+AMOUNT, … or expect"
            + " violation \"SENTENCE\"");
    if (expectations.size() == MAX_EXPECTATIONS) {
      throw line.get(0).error("more than %,d expectations".formatted(MAX_EXPECTATIONS));
    }
    switch (line.get(1).text()) {
      case "total" -> {
        line.requireCount(3, 3, "expect total N");
        expectations.add(
            new Expectation.Total(
                line.get(0).place(), line.get(2).number("the total", 0, Long.MAX_VALUE)));
      }
      case "snapshot" -> expectations.add(snapshot(line));
      case "violation" ->
          expectations.add(
              new Expectation.Found(
                  line.get(0).place(), text(line, 2, "expect violation \"SENTENCE\"")));
      default ->
          throw line.get(1).unknown("expectation", EXPECTATIONS, "total, snapshot or violation");
    }
  }

  /** {@code expect snapshot 0: A 3, B 7, A->B 2+5}: all processes, and all that is in flight. */
  private Expectation.Snapshot snapshot(Words line) throws ConfigurationException {
    String expected = "expect snapshot N: NAME TOKENS, …, FROM->TO AMOUNT+AMOUNT, …";
    line.requireCount(5, Integer.MAX_VALUE, expected);
    Words.Word number = withoutEnd(line.get(2), ":", expected);
    SortedMap<String, Long> tokens = new TreeMap<>();
    SortedMap<Channel, List<Long>> channels = new TreeMap<>();
    for (int index = 3; index < line.count(); index += 2) {
      Words.Word what = line.get(index);
      if (index + 1 == line.count()) {
        throw what.error("%s has no value; expected %s".formatted(what.quoted(), expected));
      }
      boolean last = index + 2 == line.count();
      Words.Word value =
          last ? line.get(index + 1) : withoutEnd(line.get(index + 1), ",", expected);
      int arrow = what.text().indexOf("->");
      boolean isNew;
      if (topology.tokens().containsKey(what.text()) || arrow < 0) {
        isNew = tokens.put(process(what), value.number("tokens", 0, Long.MAX_VALUE)) == null;
      } else {
        isNew = channels.put(channel(what, arrow), amounts(value)) == null;
      }
      if (!isNew) {
        throw what.error(what.quoted() + " is there already");
      }
    }
    for (String process : topology.tokens().keySet()) {
      if (!tokens.containsKey(process)) {
        throw line.get(0).error("the tokens of %s are missing".formatted(process));
      }
    }
    return new Expectation.Snapshot(
        line.get(0).place(),
        Math.toIntExact(number.number("the snapshot", 0, MAX_SNAPSHOTS)),
        tokens,
        channels);
  }

  private Channel channel(Words.Word word, int arrow) throws ConfigurationException {
    Channel channel =
        new Channel(word.text().substring(0, arrow), word.text().substring(arrow + 2));
    if (!topology.topology().channels().containsKey(channel)) {
      throw word.error("the topology has no channel " + channel);
    }
    return channel;
  }

  private static List<Long> amounts(Words.Word word) throws ConfigurationException {
    List<Long> amounts = new ArrayList<>();
    for (String amount : word.text().split("\\+", -1)) {
      amounts.add(new Words.Word(amount, word.place()).number("the amount", 1, Long.MAX_VALUE));
    }
    return amounts;
  }

  private static Words.Word withoutEnd(Words.Word word, String end, String expected)
      throws ConfigurationException {
    if (!word.text().endsWith(end)) {
      throw word.error(
          "%s does not end with '%s'; expected %s".formatted(word.quoted(), end, expected));
    }
    return new Words.Word(word.text().substring(0, word.text().length() - 1), word.place());
  }

  /** What stands in quotation marks from a word on to the end of the line. */
  private static String text(Words line, int index, String expected) throws ConfigurationException {
    line.requireCount(index + 1, Integer.MAX_VALUE, expected);
    String text = line.from(index);
    if (text.length() < 3 || !text.startsWith("\"") || !text.endsWith("\"")) {
      throw line.get(index).error("expected " + expected);
    }
    if (text.length() > MAX_CAPTION || text.codePoints().anyMatch(Character::isISOControl)) {
      throw line.get(index)
          .error(
              "a text has at most %d characters, none of them a control character"
                  .formatted(MAX_CAPTION));
    }
    return text.substring(1, text.length() - 1);
  }
}
