package cutline.trace;

import cutline.core.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of a log, each with the events that sent and received it. */
public final class Messages {

  private record Key(Channel channel, String id) {}

  private final Map<Key, Message> messages = new LinkedHashMap<>();
  private final List<Event> repeated = new ArrayList<>();

  /** Those of a log. */
  public Messages(EventLog log) {
    for (Event event : log.events()) {
      switch (event.action()) {
        case Action.Outgoing outgoing -> {
          Key key = new Key(new Channel(event.process(), outgoing.to()), outgoing.message());
          messages.putIfAbsent(key, new Message(key.channel(), key.id(), event, null));
        }
        case Action.Incoming incoming -> {
          Key key = new Key(new Channel(incoming.from(), event.process()), incoming.message());
          Message sent = messages.get(key);
          if (sent != null && sent.received() != null) {
            repeated.add(event);
          } else {
            Event sending = sent == null ? null : sent.sent();
            messages.put(key, new Message(key.channel(), key.id(), sending, event));
          }
        }
        default -> {}
      }
    }
  }

  /** All of them, in the order in which the log tells of them first. */
  public List<Message> all() {
    return new ArrayList<>(messages.values());
  }

  /** The receipts of messages that had been received before. */
  public List<Event> repeated() {
    return repeated;
  }
}
