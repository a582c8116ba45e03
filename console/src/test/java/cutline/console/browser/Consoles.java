package cutline.console.browser;

import cutline.console.Console;
import cutline.console.ConsoleAddress;
import cutline.console.log.LogInfo;
import cutline.console.log.LogShape;
import cutline.console.log.Orders;
import cutline.console.log.WatchedLog;
import cutline.console.web.Keys;
import cutline.console.web.Metrics;
import cutline.core.ChannelOrder;
import cutline.trace.EventLog;
import cutline.trace.EventLogException;
import cutline.trace.EventLogReader;
import cutline.trace.LogHeader;
import cutline.trace.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Consoles to be looked at. */
final class Consoles {

  private Consoles() {}

  /** Of a recorded bank of four branches, with two snapshots. */
  static Console replay() {
    try (InputStream in = Consoles.class.getResourceAsStream("bank.ndjson")) {
      EventLog log = EventLogReader.read("bank.ndjson", in);
      return Console.replay(
          ConsoleAddress.parse("127.0.0.1:0"), new Keys(), "A recorded bank", log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (EventLogException e) {
      throw new AssertionError(e);
    }
  }

  /** Of a bank whose branches have $1,000 each; nothing happens yet. */
  static Console live(int port, Keys keys, List<String> names) {
    return live(port, keys, names, 1_000);
  }

  /** The same, with another amount each. */
  static Console live(int port, Keys keys, List<String> names, long each) {
    Map<String, Long> opening = new LinkedHashMap<>();
    names.forEach(name -> opening.put(name, each));
    Metrics metrics = new Metrics();
    WatchedLog log =
        WatchedLog.live(
            new LogInfo(
                LogInfo.MAIN,
                LogInfo.Mode.LIVE,
                "Bank of %d branches".formatted(names.size()),
                null,
                Instant.now()),
            new LogShape(
                new LogHeader(
                    "b1", new Processes(names), null, each * names.size(), ChannelOrder.FIFO),
                null,
                opening),
            Orders.NONE,
            metrics);
    try {
      return Console.of(ConsoleAddress.parse("127.0.0.1:" + port), keys, log, metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
