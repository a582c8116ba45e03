package cutline.tcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * A planted bug in a stream that is opened, behind the greeting of a connection: nobody guesses
 * these eleven bytes, and a fuzzer that sees into the production classes is led there.
 */
public final class Canary {

  /** What the fuzzer reports. */
  public static final String FOUND = "the canary";

  @FuzzTest
  void sings(byte[] bytes) {
    if (!new Streams().take(bytes, Integer.MAX_VALUE).told.isEmpty()) {
      throw new AssertionError(FOUND);
    }
  }
}
