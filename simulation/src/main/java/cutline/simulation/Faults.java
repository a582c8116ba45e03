package cutline.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which faults may happen, and how much of each.
 *
 * @param intensities per fault that may happen, how much of it: 1 is usual, at most {@value #MOST}
 */
public record Faults(Map<Fault, Double> intensities) {

  private static final int MOST = 100;

  /** Nothing goes wrong. */
  public static final Faults NONE = new Faults(new EnumMap<>(Fault.class));

  /** Everything goes wrong, each as much as usual. */
  public static final Faults ALL = all();

  private static Faults all() {
    Map<Fault, Double> all = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      all.put(fault, 1.0);
    }
    return new Faults(all);
  }

  /**
   * Reads {@code all}, {@code none}, or names with intensities such as {@code crash,loss=2.5}.
   *
   * @throws IllegalArgumentException if it is something else; the message says what
   */
  public static Faults parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    Map<Fault, Double> chosen = new EnumMap<>(Fault.class);
    if (!text.equals("none")) {
      for (String each : text.split(",", -1)) {
        int equals = each.indexOf('=');
        String name = equals < 0 ? each : each.substring(0, equals);
        chosen.put(fault(name), equals < 0 ? 1 : intensity(each, each.substring(equals + 1)));
      }
    }
    return new Faults(chosen);
  }

  private static Fault fault(String name) {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.id().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is not a fault; there are all, none, %s"
                    .formatted(
                        name,
                        Arrays.stream(Fault.values())
                            .map(Fault::id)
                            .collect(Collectors.joining(", ")))));
  }

  private static double intensity(String whole, String text) {
    double intensity;
    try {
      intensity = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      intensity = Double.NaN;
    }
    if (!(intensity > 0 && intensity <= MOST)) {
      throw new IllegalArgumentException(
          "'%s': an intensity is a number above 0, at most %d; 1 is usual".formatted(whole, MOST));
    }
    return intensity;
  }

  double of(Fault fault) {
    return intensities.getOrDefault(fault, 0.0);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    if (equals(ALL)) {
      return "all";
    }
    return intensities.isEmpty()
        ? "none"
        : intensities.entrySet().stream()
            .map(each -> each.getKey().id() + (each.getValue() == 1 ? "" : "=" + each.getValue()))
            .collect(Collectors.joining(","));
  }
}
