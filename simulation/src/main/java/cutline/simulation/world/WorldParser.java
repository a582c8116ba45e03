package cutline.simulation.world;

import cutline.bank.config.ConfigurationException;
import cutline.simulation.Deed;
import cutline.simulation.Law;
import cutline.simulation.Plan;
import cutline.simulation.bug.Bug;
import cutline.simulation.text.Telling;
import cutline.simulation.text.TellingParser;
import cutline.simulation.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads world files: first the lines that say what is there, then what happens; where a bug and
 * what comes out are named does not matter.
 */
final class WorldParser {

  /** As many as a search plans at the highest intensities, and more. */
  static final int MAX_DEEDS = 5_000;

  /** A process that records more of them at once gives one up, which is no bug. */
  static final int MAX_SNAPSHOTS = 64;

  private static final List<String> LINES =
      Stream.of(
              SettingParser.LINES.stream(),
              Stream.of("at", "break", "expect"),
              TellingParser.WORDS.stream())
          .flatMap(words -> words)
          .toList();

  private static final String EXPECTATION =
      "expect violation LAW \"SENTENCE\", expect violation LAW or expect no violation";

  private final String file;
  private final SettingParser setting;
  private final List<Deed> deeds = new ArrayList<>();
  private final List<WorldFile.Told> tellings = new ArrayList<>();
  private final TellingParser tellingParser = new TellingParser();
  private long tellAt;
  private int snapshots;
  private @Nullable Plan empty;
  private @Nullable DeedParser deedParser;
  private @Nullable Bug bug;
  private @Nullable Expected expected;

  WorldParser(String file) throws ConfigurationException {
    this.file = file;
    this.setting = new SettingParser(file);
  }

  WorldFile parse(String text) throws ConfigurationException {
    int number = 0;
    for (String each : Words.split(text)) {
      WorldLine line = WorldLine.of(file, ++number, each);
      if (!line.isEmpty()) {
        take(line);
      }
    }
    tellingParser.end();
    Plan plan = empty == null ? setting.plan() : empty;
    return new WorldFile(
        new Plan(
            plan.seed(),
            plan.topology(),
            plan.openingBalances(),
            plan.weather(),
            deeds,
            plan.end()),
        bug,
        expected,
        tellings);
  }

  private void take(WorldLine line) throws ConfigurationException {
    line.requireAtLeast(1, "a line that begins with " + String.join(", ", LINES));
    Words.Word first = line.get(0);
    switch (first.text()) {
      case "at" -> {
        if (line.count() == 3 && TellingParser.WORDS.contains(line.get(2).text())) {
          tellAt = line.time(1, "the time", 0, Long.MAX_VALUE);
          tell(line, 2);
        } else {
          deed(line);
        }
      }
      case String word when TellingParser.WORDS.contains(word) -> {
        line.requireAtLeast(1, TellingParser.EXPECTED);
        tell(line, 0);
      }
      case "break" -> plant(line);
      case "expect" -> expect(line);
      case String setting when SettingParser.LINES.contains(setting) -> {
        if (empty != null) {
          throw first.error(setting + " stands before all that happens");
        }
        this.setting.take(line);
      }
      default -> throw first.unknown("line", LINES, String.join(", ", LINES));
    }
  }

  /** What has no time of its own belongs to what is told before it. */
  private void tell(WorldLine line, int index) throws ConfigurationException {
    Telling told = tellingParser.take(line.get(index), line.requireText(TellingParser.EXPECTED));
    if (told != null) {
      tellings.add(new WorldFile.Told(tellAt, told));
    }
  }

  private void deed(WorldLine line) throws ConfigurationException {
    DeedParser parser = deedParser;
    if (parser == null) {
      Plan plan = setting.plan();
      parser = new DeedParser(plan);
      empty = plan;
      deedParser = parser;
    }
    if (deeds.size() == MAX_DEEDS) {
      throw line.get(0).error("more than %,d things happen".formatted(MAX_DEEDS));
    }
    Deed deed = parser.parse(line);
    if (deed instanceof Deed.Initiate && ++snapshots > MAX_SNAPSHOTS) {
      throw line.get(2).error("more than %d snapshots".formatted(MAX_SNAPSHOTS));
    }
    deeds.add(deed);
  }

  private void plant(WorldLine line) throws ConfigurationException {
    line.require(2, "break BUG");
    Words.Word word = line.get(1);
    if (bug != null) {
      throw word.error("one bug at a time; there is %s already".formatted(bug.id()));
    }
    bug = line.oneOf(1, "bug", Bug.values(), Bug::id);
  }

  private void expect(WorldLine line) throws ConfigurationException {
    line.requireAtLeast(3, EXPECTATION);
    if (expected != null) {
      throw line.get(0).error("what is expected is there already");
    }
    if (line.get(1).text().equals("no")) {
      line.require(3, "expect no violation");
      line.requireWord(2, "violation", "expect no violation");
      expected = new Expected(line.get(0).place(), null, null);
      return;
    }
    line.requireWord(1, "violation", EXPECTATION);
    if (line.count() > 3) {
      throw line.get(3)
          .error("%s is too much; expected %s".formatted(line.get(3).quoted(), EXPECTATION));
    }
    Law law = line.oneOf(2, "law", Law.values(), Law::id);
    expected = new Expected(line.get(0).place(), law, line.text());
  }
}
