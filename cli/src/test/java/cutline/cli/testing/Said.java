package cutline.cli.testing;

import cutline.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a command said on its two streams, and how it ended. */
public record Said(int exitCode, String out, String err) {

  /** Runs a command in this JVM. */
  public static Said by(String... args) {
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    Locale locale = Locale.getDefault();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      int exitCode = Main.run(stream(out), stream(err), args);
      return new Said(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
      Locale.setDefault(locale);
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
