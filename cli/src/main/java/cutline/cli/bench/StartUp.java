package cutline.cli.bench;

import cutline.cli.command.ThisProgram;
import cutline.runtime.Ticker;
import java.util.List;

/** How long the command takes that does nothing, from its start to its end. */
final class StartUp {

  private static final int RUNS = 21;

  private StartUp() {}

  static void measure(Setting setting) throws Exception {
    Ticker ticker = Ticker.system();
    double[] millis = new double[RUNS];
    List<String> command = ThisProgram.command(List.of("--version"));
    for (int run = -2; run < RUNS; run++) {
      long begun = ticker.nanos();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the command fails: " + command);
      }
      if (run >= 0) {
        millis[run] = (ticker.nanos() - begun) / 1e6;
      }
    }
    setting.figures().printMedian("start-up.p50", millis, "ms", RUNS);
  }
}
