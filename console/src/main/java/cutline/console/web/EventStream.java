package cutline.console.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events on their way to one listener (HTML Living Standard, section 9.2). */
final class EventStream implements AutoCloseable {

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Sends an event; its data is one line. */
  void send(String event, String data) throws IOException {
    write("event: %s\ndata: %s\n\n".formatted(event, data));
  }

  /** The same, with an id. */
  void send(String event, String id, String data) throws IOException {
    write("event: %s\nid: %s\ndata: %s\n\n".formatted(event, id, data));
  }

  /** Sends nothing, so that the other end hears something. */
  void comment() throws IOException {
    write(":\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
