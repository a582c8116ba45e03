package cutline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code cutline}. */
@Command(
    name = "cutline",
    description = "Consistent global snapshots of a running distributed system.",
    mixinStandardHelpOptions = true,
    version = "cutline 0.1.0-SNAPSHOT")
public final class Main implements Runnable {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
