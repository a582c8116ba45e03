package cutline.runtime.admission;

import cutline.runtime.Transport;
import cutline.runtime.Untrusted;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The processes that wait for connections at one address. */
public final class Residents {

  private final SequencedMap<String, Resident> byName = new LinkedHashMap<>();
  private final Resident first;

  private Residents(Resident first) {
    this.first = first;
  }

  /** One process, which judges itself whether it is the one that is wanted. */
  public static Residents of(Transport.Acceptor only) {
    return new Residents(new Resident(only));
  }

  /** Processes by their names; who asks for none gets the first. */
  public static Residents of(SequencedMap<String, ? extends Transport.Acceptor> acceptors) {
    if (acceptors.isEmpty()) {
      throw new IllegalArgumentException("nobody waits for connections");
    }
    LinkedHashMap<String, Resident> residents = new LinkedHashMap<>();
    acceptors.forEach((name, acceptor) -> residents.put(name, new Resident(acceptor)));
    Residents all = new Residents(residents.firstEntry().getValue());
    all.byName.putAll(residents);
    return all;
  }

  /** Who is wanted by this name, or null if nobody has it. */
  public @Nullable Resident find(String target) {
    return target.isEmpty() || byName.isEmpty() ? first : byName.get(target);
  }

  /** Why {@link #find} has found nobody. */
  public String missing(String target) {
    return "%s is not here: %s"
        .formatted(Untrusted.line(target), String.join(", ", byName.keySet()));
  }

  /** How many connections with them are open. */
  public int connections() {
    return byName.isEmpty()
        ? first.connections.get()
        : byName.values().stream().mapToInt(resident -> resident.connections.get()).sum();
  }
}
