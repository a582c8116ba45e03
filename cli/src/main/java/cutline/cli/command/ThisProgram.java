package cutline.cli.command;

import java.util.ArrayList;
import java.util.List;

/** The program that runs, for another process that runs it, too. */
public final class ThisProgram {

  /** A name, since nothing that the program uses may depend on it. */
  private static final String MAIN = "cutline.cli.Main";

  private ThisProgram() {}

  /**
   * This JVM again, with the flags that it has if it runs a jar.
   *
   * @param arguments the program's
   */
  public static List<String> command(List<String> arguments) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    String java = self.command().orElse("java");
    List<String> own = List.of(self.arguments().orElse(new String[0]));
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(own.subList(0, Math.max(0, own.indexOf("-jar"))));
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN));
    command.addAll(arguments);
    return command;
  }
}
