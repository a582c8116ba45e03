package cutline.console.report;

import static cutline.trace.export.SvgText.escaped;

import cutline.console.log.NaiveSum;
import cutline.console.log.SnapshotTrack;
import cutline.console.log.WatchedLog;
import cutline.trace.EventJson;
import cutline.trace.EventLog;
import cutline.trace.Story;
import cutline.trace.export.SvgDiagram;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The report of a log: one HTML file with the figures, the last snapshots, and their cuts as
 * pictures. Nothing in it is fetched from elsewhere, and nothing in it runs.
 */
public final class Report {

  private static final int MOST_ROWS = 200;
  private static final int MOST_PICTURES = 3;

  /** So many events beside a snapshot are in its picture, and so many of it at most. */
  private static final int BESIDE = 20;

  /** Of a snapshot that took longer, a picture shows the end. */
  private static final int MOST_EVENTS = 2_000;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
      h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .8rem; text-align: right; border-bottom: 1px solid #8884; }
      th:first-child, td:first-child { text-align: left; }
      figure { margin: 1rem 0; overflow-x: auto; }
      pre { overflow-x: auto; padding: 1rem; background: #8881; }
      """;

  private final WatchedLog log;
  private final EventLog events;
  private final StringBuilder html = new StringBuilder();

  private Report(WatchedLog log) {
    this.log = log;
    this.events = new EventLog(log.shape().header(), log.between(log.first(), log.last()));
  }

  /** The events of a log, as far as they are kept, as a file of lines. */
  public static String events(WatchedLog log) {
    return EventJson.lines(new Report(log).events);
  }

  /** A picture of the cut of the last complete snapshot; null if there is none. */
  public static @Nullable String picture(WatchedLog log) {
    List<String> pictures = new Report(log).pictures(1);
    return pictures.isEmpty() ? null : pictures.getFirst();
  }

  /**
   * The file.
   *
   * @param title what it is about
   * @param lines what was said meanwhile
   */
  public static String html(WatchedLog log, String title, List<String> lines) {
    return new Report(log).page(title, lines);
  }

  private String page(String title, List<String> lines) {
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        """
            .formatted(escaped(title), STYLE));
    figures();
    List<String> pictures = pictures(MOST_PICTURES);
    if (!pictures.isEmpty()) {
      html.append("<h2>The last cuts</h2>\n");
    }
    for (String picture : pictures) {
      html.append(
              "<figure><img alt=\"Space-time diagram of a snapshot\" src=\"data:image/svg+xml;base64,")
          .append(Base64.getEncoder().encodeToString(picture.getBytes(StandardCharsets.UTF_8)))
          .append("\"></figure>\n");
    }
    snapshots();
    html.append("<h2>What was said</h2>\n<pre>");
    lines.forEach(line -> html.append(escaped(line)).append('\n'));
    return html.append("</pre>\n</body>\n</html>\n").toString();
  }

  private void figures() {
    var state = log.now();
    html.append("<table>\n");
    figure("Transfers", "%,d sent, %,d received".formatted(state.sent(), state.received()));
    figure("In flight at the end", Story.dollars(state.inFlightTotal()));
    BigInteger total = state.total();
    figure("Total", total == null ? "not known" : Story.dollars(total));
    figure("Time", "%.1f s".formatted(state.at() / 1e6));
    html.append("</table>\n");
  }

  private void figure(String name, String value) {
    html.append("<tr><td>%s</td><td>%s</td></tr>\n".formatted(name, escaped(value)));
  }

  private List<String> pictures(int most) {
    List<SnapshotTrack> complete =
        log.snapshots(MOST_ROWS, tracks -> List.copyOf(tracks)).stream()
            .filter(track -> track.status().equals("COMPLETE"))
            .filter(track -> track.last() >= log.first())
            .toList();
    List<String> pictures = new ArrayList<>();
    for (SnapshotTrack track :
        complete.subList(Math.max(0, complete.size() - most), complete.size())) {
      long first = Math.max(track.first(), track.last() - MOST_EVENTS);
      pictures.add(SvgDiagram.between(events, first - BESIDE, track.last() + BESIDE, null));
    }
    return pictures;
  }

  private void snapshots() {
    html.append(
        "<h2>Snapshots</h2>\n<table>\n<tr><th>id</th><th>status</th><th>balances</th>"
            + "<th>in flight</th><th>total</th><th>duration</th><th>adding up balances</th></tr>\n");
    for (SnapshotTrack track : log.snapshots(MOST_ROWS, tracks -> List.copyOf(tracks))) {
      boolean isComplete = track.status().equals("COMPLETE");
      NaiveSum naive = track.naive();
      cells(
          track.id(),
          track.status().toLowerCase(Locale.ROOT),
          Story.dollars(track.balanceTotal()),
          Story.dollars(track.inFlightTotal()),
          isComplete ? Story.dollars(track.balanceTotal().add(track.inFlightTotal())) : "",
          "%,.1f ms".formatted(track.durationMicros() / 1e3),
          naive == null ? "" : Story.dollars(naive.sum()));
    }
    html.append("</table>\n");
  }

  private void cells(String... cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append("<td>").append(escaped(cell)).append("</td>");
    }
    html.append("</tr>\n");
  }
}
