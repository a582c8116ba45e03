package cutline.peers.flink;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A {@link FlinkBank} that does what it is told on standard input, and ends with that. {@code
 * checkpoint} takes one and says how long it took, {@code load on} and {@code load off} begin and
 * end full load, {@code received} says how many transfers have arrived. The answers are those that
 * {@code cutline bench} understands: lines with {@code >}, a name, a blank and a value, and behind
 * them {@code >.}
 */
public final class Main {

  private Main() {}

  /**
   * Runs it.
   *
   * @param arguments how many branches, how many accounts all together, {@code jobmanager} or
   *     {@code filesystem} for checkpoints, a directory for files
   */
  public static void main(String[] arguments) throws Exception {
    try (BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        FlinkBank bank =
            new FlinkBank(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                arguments[2],
                Path.of(arguments[3]))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        obey(line, bank);
        System.out.println(">.");
      }
    }
  }

  private static void obey(String command, FlinkBank bank) throws Exception {
    switch (command) {
      case "checkpoint" -> {
        long begun = System.nanoTime();
        bank.checkpoint();
        System.out.println(">nanos " + (System.nanoTime() - begun));
      }
      case "load on" -> Load.set(true);
      case "load off" -> Load.set(false);
      case "received" -> System.out.println(">received " + Load.RECEIVED.sum());
      default -> throw new IllegalArgumentException(command);
    }
  }
}
