package cutline.bank.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object in a JSON file that people write; see {@link JsonValue}.
 *
 * @param entries its members by their keys, in the order of the file
 */
public record JsonObject(Place place, Map<String, JsonValue.Entry> entries) {

  /**
   * Refuses keys that mean nothing, which are most often others misspelt.
   *
   * @throws ConfigurationException if there is one
   */
  public void requireOnly(List<String> known) throws ConfigurationException {
    for (Map.Entry<String, JsonValue.Entry> entry : entries.entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        Optional<String> meant = DidYouMean.closest(key, known);
        String advice =
            meant.isPresent()
                ? "did you mean " + JsonValue.quoted(meant.get()) + "?"
                : known.stream()
                    .map(JsonValue::quoted)
                    .collect(Collectors.joining(", ", "known are ", ""));
        throw entry
            .getValue()
            .keyPlace()
            .error("unknown key " + JsonValue.quoted(key) + "; " + advice);
      }
    }
  }

  /** The value of a key, null if it is not there. */
  public @Nullable JsonValue find(String key) {
    JsonValue.Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /**
   * The value of a key.
   *
   * @param owner how the message calls this object
   * @throws ConfigurationException if it is not there
   */
  public JsonValue get(String key, String owner) throws ConfigurationException {
    JsonValue value = find(key);
    if (value == null) {
      throw place.error(owner + " has no " + JsonValue.quoted(key));
    }
    return value;
  }
}
