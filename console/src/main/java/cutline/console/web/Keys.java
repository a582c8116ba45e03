package cutline.console.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Who may do what: tokens in links, and the secrets in cookies that they are exchanged for. */
public final class Keys {

  /** What somebody may do. */
  public enum Access {
    NONE,
    LOOK,
    ORDER
  }

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final int MOST_SESSIONS = 64;
  private static final int MOST_UNUSED = 16;

  private final String guestToken = secret();
  private final String guestSecret = secret();
  private final Deque<String> unused = new ArrayDeque<>();
  private final Deque<String> sessions = new ArrayDeque<>();

  /** New ones. */
  public Keys() {}

  private static String secret() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return TEXT.encodeToString(bytes);
  }

  /** A token that can be exchanged once, by whoever may give orders. */
  public synchronized String launchToken() {
    String token = secret();
    unused.add(token);
    if (unused.size() > MOST_UNUSED) {
      unused.remove();
    }
    return token;
  }

  /** The token of those who may look. */
  public String guestToken() {
    return guestToken;
  }

  /** The secret that a launch token is good for, or null. The token is used up by that. */
  synchronized @Nullable String launch(String token) {
    if (!unused.removeIf(known -> isEqual(known, token))) {
      return null;
    }
    String session = secret();
    sessions.add(session);
    if (sessions.size() > MOST_SESSIONS) {
      sessions.remove();
    }
    return session;
  }

  /** The secret that the guests' token is good for, or null. */
  @Nullable String guest(String token) {
    return isEqual(guestToken, token) ? guestSecret : null;
  }

  /** What the holder of a cookie's secret may do. */
  synchronized Access ofSecret(String secret) {
    boolean isSession = false;
    for (String session : sessions) {
      isSession |= isEqual(session, secret);
    }
    if (isSession) {
      return Access.ORDER;
    }
    return isEqual(guestSecret, secret) ? Access.LOOK : Access.NONE;
  }

  /** What the bearer of a token in a header may do. */
  Access ofBearer(String token) {
    return isEqual(guestToken, token) ? Access.LOOK : Access.NONE;
  }

  /** Takes the same time whatever is different. */
  private static boolean isEqual(String secret, String other) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
