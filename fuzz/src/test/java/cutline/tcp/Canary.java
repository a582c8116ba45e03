package cutline.tcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * A planted bug in a frame that begins with a certain byte, behind the greeting of a connection:
 * nobody guesses these six bytes, and a fuzzer that sees into the production classes is led there.
 */
public final class Canary {

  /** What the fuzzer reports. */
  public static final String FOUND = "the canary";

  @FuzzTest
  void sings(byte[] bytes) {
    for (byte[] frame : new Streams().take(bytes, Integer.MAX_VALUE).frames) {
      if (frame[0] == 59) {
        throw new AssertionError(FOUND);
      }
    }
  }
}
