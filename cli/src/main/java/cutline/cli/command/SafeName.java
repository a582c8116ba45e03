package cutline.cli.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of processes, which may hold almost any character, as names of files. */
public final class SafeName {

  private SafeName() {}

  /** No name leads out of a directory, and none is one that the file system cannot have. */
  public static String of(String name) {
    String safe = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A");
    return safe.startsWith(".") ? "_" + safe : safe;
  }
}
