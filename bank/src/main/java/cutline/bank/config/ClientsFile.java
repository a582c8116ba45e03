package cutline.bank.config;

import cutline.bank.domain.DurationRange;
import cutline.core.ChannelOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code config.json}, which names all clients of a bank and says how they transfer money
 * (docs/formats.md). What it does not say has a default.
 */
public final class ClientsFile {

  private static final List<String> KEYS =
      List.of(
          "$schema",
          "clients",
          "balance",
          "interval",
          "probability",
          "delay",
          "maxAmount",
          "seed",
          "transport");

  private static final String CONTENT = "a JSON object with \"clients\"";
  private static final long BALANCE = 1_000;
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final double PROBABILITY = 0.2;
  private static final DurationRange DELAY =
      new DurationRange(Duration.ofSeconds(5), Duration.ofSeconds(5));
  private static final long MAX_AMOUNT = 100;

  private ClientsFile() {}

  /**
   * Reads the clients and what they do.
   *
   * @throws ConfigurationException if the file cannot be read or says something wrong; the message
   *     names file, line and column
   */
  public static ClientsConfig read(Path file) throws ConfigurationException {
    return parse(file.toString(), TextFile.read(file, "clients", CONTENT));
  }

  static ClientsConfig parse(String file, String text) throws ConfigurationException {
    if (text.isBlank()) {
      throw new Place(file, 1, 1).error("the file is empty (it should have " + CONTENT + ")");
    }
    JsonObject root = JsonReader.read(file, text).object();
    root.requireOnly(KEYS);
    JsonValue schema = root.find("$schema");
    if (schema != null) {
      schema.text();
    }
    JsonValue balance = root.find("balance");
    JsonValue interval = root.find("interval");
    JsonValue probability = root.find("probability");
    JsonValue delay = root.find("delay");
    JsonValue maxAmount = root.find("maxAmount");
    JsonValue seed = root.find("seed");
    return new ClientsConfig(
        ClientsList.read(
            root.get("clients", "the bank"),
            balance == null ? BALANCE : balance.wholeNumber(0, Long.MAX_VALUE)),
        interval == null ? INTERVAL : positive(interval),
        probability == null ? PROBABILITY : probability.number(0, 1).doubleValue(),
        delay == null ? DELAY : JsonDurations.range(delay),
        maxAmount == null ? MAX_AMOUNT : maxAmount.wholeNumber(1, Long.MAX_VALUE),
        seed == null
            ? OptionalLong.empty()
            : OptionalLong.of(seed.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE)),
        order(root.find("transport")));
  }

  private static Optional<ChannelOrder> order(@Nullable JsonValue transport)
      throws ConfigurationException {
    if (transport == null) {
      return Optional.empty();
    }
    return switch (transport.text()) {
      case "tcp" -> Optional.of(ChannelOrder.FIFO);
      case "udp" -> Optional.of(ChannelOrder.NON_FIFO);
      default ->
          throw transport.error(
              JsonValue.quoted(transport.text()) + " is unknown; expected tcp or udp");
    };
  }

  private static Duration positive(JsonValue value) throws ConfigurationException {
    Duration duration = JsonDurations.one(value);
    if (duration.isZero()) {
      throw value.error("must be more than 0");
    }
    return duration;
  }
}
