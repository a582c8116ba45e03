package cutline.simulation.scenario;

import cutline.bank.config.ConfigurationException;
import cutline.bank.config.TextFile;
import cutline.simulation.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How long each message takes, in ticks, asked in the order in which messages are sent. */
public interface Delays {

  /**
   * The delay of the next message, at least 1.
   *
   * @throws ConfigurationException if there is none
   */
  int next() throws ConfigurationException;

  /** These as long as there are any, then others. */
  default Delays orElse(Delays others) {
    return () -> {
      try {
        return next();
      } catch (ConfigurationException _) {
        return others.next();
      }
    };
  }

  /** Uniform between 1 and 5; the same for the same seed. */
  static Delays random(long seed) {
    Random random = new Random(seed);
    return () -> 1 + random.nextInt(5);
  }

  /**
   * The numbers in a file, separated by white space. {@code #} begins a comment.
   *
   * @throws ConfigurationException if it cannot be read or says something wrong; the message says
   *     where
   */
  static Delays read(Path file) throws ConfigurationException {
    return parse(file.toString(), text(file));
  }

  /**
   * What is in such a file.
   *
   * @throws ConfigurationException if it cannot be read
   */
  static String text(Path file) throws ConfigurationException {
    return TextFile.read(file, "delays", "whole numbers of ticks");
  }

  /** The same of a text. */
  static Delays parse(String file, String text) throws ConfigurationException {
    List<Integer> delays = new ArrayList<>();
    for (Words line : Words.lines(file, text)) {
      for (int word = 0; word < line.count(); word++) {
        delays.add(Math.toIntExact(line.get(word).number("the delay", 1, 1_000_000)));
      }
    }
    return new Delays() {
      private int used;

      @Override
      public int next() throws ConfigurationException {
        if (used == delays.size()) {
          throw new ConfigurationException(
              "%s: has %d delays, and message %d needs one too; each token and each marker takes one, in the order of sending"
                  .formatted(file, delays.size(), used + 1));
        }
        return delays.get(used++);
      }
    };
  }
}
