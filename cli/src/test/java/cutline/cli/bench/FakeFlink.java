package cutline.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Answers as the job of {@code peers/flink} does, at once and always the same. */
final class FakeFlink {

  static final Duration CHECKPOINT = Duration.ofMillis(5);

  private FakeFlink() {}

  public static void main(String[] arguments) throws IOException {
    long received = 0;
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      switch (line) {
        case "checkpoint" -> System.out.println(">nanos " + CHECKPOINT.toNanos());
        case "received" -> System.out.println(">received " + (received += 1_000));
        case "load on", "load off" -> {}
        default -> throw new IllegalArgumentException(line);
      }
      System.out.println(">.");
    }
  }
}
