package cutline.bank.config;

import cutline.bank.domain.DurationRange;
import java.math.BigDecimal;
import java.time.Duration;

/** Durations in JSON: strings as {@link Durations} reads them, or numbers of seconds. */
final class JsonDurations {

  private static final BigDecimal NANOS = BigDecimal.valueOf(Duration.ofSeconds(1).toNanos());

  private JsonDurations() {}

  /**
   * A duration from nothing to a day.
   *
   * @throws ConfigurationException if the value is anything else
   */
  static Duration one(JsonValue value) throws ConfigurationException {
    if (value.isNumber()) {
      return seconds(value);
    }
    if (!value.isText()) {
      throw value.isNot("a duration as in \"10s\", or a number of seconds");
    }
    try {
      return Durations.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw value.place().error(value.name() + ": " + e.getMessage());
    }
  }

  /**
   * Durations from one to another, as in {@code "0s..5s"}; a single one stands for exactly itself.
   *
   * @throws ConfigurationException if the value is anything else
   */
  static DurationRange range(JsonValue value) throws ConfigurationException {
    if (!value.isText() || !value.text().contains("..")) {
      Duration exactly = one(value);
      return new DurationRange(exactly, exactly);
    }
    try {
      return Durations.parseRange(value.text());
    } catch (IllegalArgumentException e) {
      throw value.place().error(value.name() + ": " + e.getMessage());
    }
  }

  private static Duration seconds(JsonValue value) throws ConfigurationException {
    BigDecimal seconds = value.number(0, Duration.ofDays(1).toSeconds());
    return Duration.ofNanos(seconds.multiply(NANOS).longValue());
  }
}
