package cutline.cli.bench;

import cutline.cli.bench.Passage.Sample;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A picture of how long single transfers took: a dot for each, when it was sent to the right, how
 * long it took upwards. One panel below the other, with the same axes.
 */
final class LatencyPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 240;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int GAP = 44;
  private static final int BOTTOM = 50;
  private static final int INTERVALS = 8;

  /** Colours are those of Okabe and Ito. */
  private static final String STYLE =
      """
      .paper { fill: #fff; }
      text { fill: #222; font: 13px system-ui, sans-serif; }
      .title { font-weight: 600; font-size: 15px; }
      .name { font-weight: 600; }
      .grid { stroke: #ddd; stroke-width: 1; }
      .axis { stroke: #222; stroke-width: 1; }
      .dots { fill: none; stroke-width: 2.4; stroke-linecap: round; stroke-opacity: 0.6; }
      .s0 { stroke: #d55e00; }
      .s1 { stroke: #0072b2; }
      @media (prefers-color-scheme: dark) {
        .paper { fill: #16181c; }
        text { fill: #e8e8e8; }
        .grid { stroke: #3a3d42; }
        .axis { stroke: #e8e8e8; }
        .s0 { stroke: #e69f00; }
        .s1 { stroke: #56b4e9; }
      }
      """;

  private final StringBuilder svg = new StringBuilder();
  private final Axis seconds;
  private final Axis millis;

  /**
   * Some transfers.
   *
   * @param name of what they have in common, in small letters, digits and capitals
   */
  record Panel(String name, List<Sample> samples) {}

  private LatencyPlot(List<Panel> panels) {
    List<Sample> all = panels.stream().flatMap(panel -> panel.samples().stream()).toList();
    seconds = Axis.to(all.stream().mapToLong(Sample::due).max().orElse(0) / 1e9);
    millis = Axis.to(all.stream().mapToLong(Sample::took).max().orElse(0) / 1e6);
  }

  /** The text of the file. */
  static String svg(String title, List<Panel> panels) {
    return new LatencyPlot(panels).draw(title, panels);
  }

  private String draw(String title, List<Panel> panels) {
    int height = TOP + panels.size() * (HEIGHT + GAP) - GAP + BOTTOM;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        role="img" aria-labelledby="title">
        <title id="title">%3$s</title>
        <style>
        %4$s</style>
        <rect class="paper" width="100%%" height="100%%"/>
        <text class="title" x="%5$d" y="24">%3$s</text>
        """
            .formatted(WIDTH, height, title, STYLE, LEFT));
    for (int i = 0; i < panels.size(); i++) {
      panel(panels.get(i), i, TOP + i * (HEIGHT + GAP));
    }
    text(LEFT + width() / 2, height - 10, "middle", "", "when it was sent, in seconds");
    return svg.append("</svg>\n").toString();
  }

  private static int width() {
    return WIDTH - LEFT - RIGHT;
  }

  private void panel(Panel panel, int number, int top) {
    int bottom = top + HEIGHT;
    for (double tick : millis.ticks()) {
      double y = bottom - HEIGHT * tick / millis.end();
      line("grid", LEFT, y, LEFT + width(), y);
      text(LEFT - 8, y + 4, "end", "", millis.label(tick) + " ms");
    }
    for (double tick : seconds.ticks()) {
      double x = LEFT + width() * tick / seconds.end();
      line("axis", x, bottom, x, bottom + 4);
      text(x, bottom + 18, "middle", "", seconds.label(tick));
    }
    line("axis", LEFT, bottom, LEFT + width(), bottom);
    svg.append("<path class=\"dots s").append(number % 2).append("\" d=\"");
    for (Sample sample : panel.samples()) {
      svg.append("M")
          .append(number(LEFT + width() * sample.due() / 1e9 / seconds.end()))
          .append(' ')
          .append(number(bottom - HEIGHT * sample.took() / 1e6 / millis.end()))
          .append("h0");
    }
    svg.append("\"/>\n");
    text(LEFT, top - 8, "start", "name", panel.name() + ": each dot is a transfer");
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(kind, number(x1), number(y1), number(x2), number(y2)));
  }

  private void text(double x, double y, String anchor, String kind, String text) {
    svg.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(kind, number(x), number(y), anchor, text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /**
   * From nothing to a round number.
   *
   * @param step between two marks
   */
  private record Axis(double end, double step) {

    /** With the fewest steps of 1, 2 or 5 times a power of ten that reach so far. */
    static Axis to(double most) {
      double least = Math.max(most, 1e-3) / INTERVALS;
      double power = Math.pow(10, Math.floor(Math.log10(least)));
      double step = power * 10;
      for (int factor : new int[] {5, 2, 1}) {
        step = power * factor >= least ? power * factor : step;
      }
      return new Axis(Math.ceil(most / step) * step, step);
    }

    double[] ticks() {
      return IntStream.rangeClosed(0, (int) Math.round(end / step))
          .mapToDouble(i -> i * step)
          .toArray();
    }

    String label(double tick) {
      return step >= 1
          ? String.format(Locale.ROOT, "%,.0f", tick)
          : String.format(Locale.ROOT, "%." + (int) Math.ceil(-Math.log10(step)) + "f", tick);
    }
  }
}
