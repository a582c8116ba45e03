package cutline.console.lesson;

import cutline.bank.config.ConfigurationException;
import cutline.simulation.scenario.ScenarioTopology;
import cutline.simulation.scenario.Script;
import cutline.simulation.text.Words;
import cutline.simulation.world.WorldFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lessons that come with the console: the files of {@code scenarios/lessons}, in the order of
 * {@code lessons.txt} there.
 */
public final class Lessons {

  private static final String DIRECTORY = "/cutline/console/lessons/";

  private @Nullable Map<String, Lesson> all;

  /** They are read when somebody asks for them. */
  public Lessons() {}

  /** All of them, in order. */
  public List<Lesson> all() {
    return List.copyOf(read().values());
  }

  /** That of an id, or null. */
  public @Nullable Lesson get(String id) {
    return read().get(id);
  }

  private synchronized Map<String, Lesson> read() {
    Map<String, Lesson> known = all;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (Words line : Words.lines("lessons.txt", text("lessons.txt"))) {
        String id = line.get(1).text();
        known.put(id, lesson(line.get(0).text(), id));
      }
      all = known;
    }
    return known;
  }

  private static Lesson lesson(String part, String id) {
    try {
      if (has(id + ".world")) {
        WorldFile world = WorldFile.parse(id + ".world", text(id + ".world"));
        return Lesson.of(id, part, new Scenario.Processes(id, world));
      }
      ScenarioTopology topology = ScenarioTopology.parse(id + ".top", text(id + ".top"));
      Script script = Script.parse(id + ".events", text(id + ".events"), topology);
      String delays = has(id + ".delays") ? text(id + ".delays") : null;
      return Lesson.of(id, part, new Scenario.Ticks(id, topology, script, delays));
    } catch (ConfigurationException e) {
      throw new IllegalStateException("lesson " + id, e);
    }
  }

  private static boolean has(String file) {
    return Lessons.class.getResource(DIRECTORY + file) != null;
  }

  private static String text(String file) {
    try (InputStream in = Lessons.class.getResourceAsStream(DIRECTORY + file)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
