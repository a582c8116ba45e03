package cutline.cli.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of three clients on free ports. */
public final class ClientBank {

  /** Money moves all the time. */
  public static final String BUSY =
      "\"interval\": \"10ms\", \"probability\": 1, \"delay\": \"20ms\"";

  /** Some lines of the log a second. */
  public static final String LIVELY =
      "\"interval\": \"50ms\", \"probability\": 1, \"delay\": \"20ms\"";

  /** Money moves only if somebody wants it to. */
  public static final String STILL = "\"interval\": \"1h\", \"delay\": \"0s\"";

  private ClientBank() {}

  /** Writes the file. */
  public static void write(Path file, String traffic) throws IOException {
    write(file, traffic, FreePorts.some(3), 1_000);
  }

  public static void write(Path file, String traffic, List<Integer> ports, long balance)
      throws IOException {
    List<String> clients = new ArrayList<>();
    for (int port : ports) {
      clients.add(
          "{\"id\": %d, \"host\": \"127.0.0.1\", \"port\": %d}"
              .formatted(clients.size() + 1, port));
    }
    Files.writeString(
        file,
        "{\"clients\": [%s], \"balance\": %d, %s}\n"
            .formatted(String.join(",\n", clients), balance, traffic));
  }
}
