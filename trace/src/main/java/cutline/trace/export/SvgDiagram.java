package cutline.trace.export;

import static cutline.trace.export.SvgText.escaped;

import cutline.trace.Action;
import cutline.trace.Cut;
import cutline.trace.Event;
import cutline.trace.EventLog;
import cutline.trace.Message;
import cutline.trace.Messages;
import cutline.trace.Story;
import cutline.trace.Verdict;
import cutline.trace.Verification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log as a space-time diagram, in one SVG file that needs nothing else: a lane for each process,
 * logical time to the right, each cut a line through its record points. Money that crosses a cut
 * forward is thick and has its amount: it is the channel state. Money that crosses it backward is
 * dashed and has a ⚠. Colours are those of Okabe and Ito, and nothing is told by colour alone.
 */
public final class SvgDiagram {

  private static final int MOST_EVENTS = 2_000;
  private static final int COLUMN = 30;
  private static final int LANE = 84;
  private static final int LEFT = 120;
  private static final int TOP = 76;
  private static final int RIGHT = 50;
  private static final int LEGEND = 74;
  private static final int COLORS = 5;

  private static final String STYLE =
      """
      .paper { fill: #fff; }
      text { fill: #222; font: 13px system-ui, sans-serif; }
      .name, .amount, .label { font-weight: 600; }
      .amount, .label, .small, .warning { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
      .small { font-size: 11px; }
      .lane { stroke: #222; stroke-width: 1; }
      .money { stroke: #8a8a8a; stroke-width: 1.4; }
      .marker { stroke: #8a8a8a; stroke-width: 1; stroke-dasharray: 5 4; }
      .tip { fill: #8a8a8a; }
      .forward { stroke-width: 4; }
      .backward { stroke: #d55e00; stroke-width: 3; stroke-dasharray: 9 5; }
      .warning { fill: #d55e00; font-size: 18px; }
      .badtip { fill: #d55e00; }
      .dot, .came, .back { fill: #222; }
      .diamond { fill: #fff; stroke: #222; stroke-width: 1.2; }
      .came { fill: #222; }
      .cross { fill: none; stroke: #d55e00; stroke-width: 3; }
      .cut { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
      .s0 { stroke: #0072b2; } .f0 { fill: #0072b2; }
      .s1 { stroke: #009e73; } .f1 { fill: #009e73; }
      .s2 { stroke: #cc79a7; } .f2 { fill: #cc79a7; }
      .s3 { stroke: #e69f00; } .f3 { fill: #e69f00; }
      .s4 { stroke: #56b4e9; } .f4 { fill: #56b4e9; }
      @media (prefers-color-scheme: dark) {
        .paper, .diamond { fill: #16181c; }
        text, .dot, .came, .back { fill: #e8e8e8; }
        .lane, .diamond { stroke: #e8e8e8; }
        .amount, .label, .small, .warning { stroke: #16181c; }
        .warning { fill: #e69f00; }
        .backward, .cross { stroke: #e69f00; }
        .badtip { fill: #e69f00; }
        .s0 { stroke: #56b4e9; } .f0 { fill: #56b4e9; }
        .s3 { stroke: #f0e442; } .f3 { fill: #f0e442; }
        .s4 { stroke: #d55e00; } .f4 { fill: #d55e00; }
      }
      """;

  /** How each cut's line is dashed, so that it is known without its colour too. */
  private static final List<String> DASHES =
      List.of("none", "12 4", "3 3", "12 4 3 4", "6 3", "2 6");

  private final EventLog log;
  private final List<Verdict> verdicts;
  private final Columns columns;
  private final int width;
  private final int height;
  private final StringBuilder svg = new StringBuilder();

  private SvgDiagram(EventLog whole, EventLog excerpt, @Nullable String straight) {
    this.log = excerpt;
    this.verdicts = Verification.of(whole).verdicts();
    this.columns = new Columns(log, Excerpt.cut(verdicts, straight));
    this.width = Math.max(560, LEFT + columns.count() * COLUMN + RIGHT);
    this.height = TOP + (log.processes().size() - 1) * LANE + LANE / 2 + LEGEND;
  }

  /**
   * The text of the file.
   *
   * @param snapshot of a log that is too long for one picture, around which cut; or null for the
   *     first
   */
  public static String of(EventLog log, @Nullable String snapshot) {
    return new SvgDiagram(log, Excerpt.around(log, snapshot, MOST_EVENTS), null)
        .draw(new Messages(log));
  }

  /**
   * A part of a log.
   *
   * @param from the first event
   * @param to the last one
   * @param straight the snapshot whose cut is made straight, as far as that is possible; or null
   */
  public static String between(EventLog log, long from, long to, @Nullable String straight) {
    return new SvgDiagram(log, Excerpt.between(log, from, to), straight).draw(new Messages(log));
  }

  private String draw(Messages messages) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        role="img" aria-labelledby="title desc">
        <title id="title">%s</title>
        <desc id="desc">%s</desc>
        <style>
        %s</style>
        <defs>
        """
            .formatted(
                width, height, width, height, escaped(title()), escaped(description()), STYLE));
    arrow("soft", "tip");
    arrow("bad", "badtip");
    for (int color = 0; color < COLORS; color++) {
      arrow("c" + color, "f" + color);
    }
    svg.append("</defs>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    lanes();
    messages.all().forEach(this::message);
    cuts();
    log.events().forEach(this::event);
    legend();
    return svg.append("</svg>\n").toString();
  }

  private String title() {
    String bank = log.header().bank();
    return "Space-time diagram%s: %d processes, %d events"
        .formatted(bank == null ? "" : " of " + bank, log.processes().size(), log.events().size());
  }

  private String description() {
    List<String> sentences = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (isSeen(verdict.cut())) {
        sentences.add(
            "The cut of snapshot %s is %s, and %s in flight."
                .formatted(
                    verdict.snapshot(),
                    switch (verdict.status()) {
                      case CONSISTENT -> "consistent";
                      case INCONSISTENT -> "inconsistent";
                      case INCOMPLETE -> "incomplete";
                      case ABORTED -> "given up";
                      case UNPROVEN -> "not proven";
                    },
                    verdict.crossing().size() == 1
                        ? "1 message is"
                        : verdict.crossing().size() + " messages are"));
        verdict.violations().forEach(violation -> sentences.add(violation.sentence() + "."));
      }
    }
    return sentences.isEmpty() ? "No snapshot was taken." : String.join(" ", sentences);
  }

  private void arrow(String name, String style) {
    svg.append(
        """
        <marker id="arrow-%s" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" \
        markerWidth="11" markerHeight="11" orient="auto"><path d="M0 1 10 5 0 9z" class="%s"/></marker>
        """
            .formatted(name, style));
  }

  // ----------------------------------------------------------------- places

  private int x(int column) {
    return LEFT + column * COLUMN;
  }

  private int y(String process) {
    return TOP + log.processes().number(process) * LANE;
  }

  private boolean isSeen(@Nullable Event event) {
    return event != null && columns.of(event) >= 0;
  }

  private boolean isSeen(Cut cut) {
    return cut.records().values().stream().anyMatch(this::isSeen);
  }

  // ------------------------------------------------------------------ parts

  private void lanes() {
    for (String process : log.processes().names()) {
      svg.append(
          "<line class=\"lane\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
              .formatted(LEFT - 20, y(process), width - RIGHT / 2, y(process)));
      svg.append(
          "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
              .formatted(LEFT - 28, y(process) + 5, escaped(shortened(process))));
    }
  }

  private static String shortened(String name) {
    int most = 12;
    return name.codePointCount(0, name.length()) <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 1)) + "…";
  }

  private void message(Message message) {
    boolean sent = isSeen(message.sent());
    boolean received = isSeen(message.received());
    if (!sent && !received) {
      return;
    }
    int fromY = y(message.channel().from());
    int toY = y(message.channel().to());
    int fromX = sent ? x(column(message.sent())) : LEFT - 20;
    int toX = received ? x(column(message.received())) : width - RIGHT / 2;
    int startY = sent ? fromY : (fromY + toY) / 2;
    int endY = received ? toY : (fromY + toY) / 2;
    Long amount = message.amount();
    int forward = -1;
    boolean backward = false;
    for (int cut = 0; cut < verdicts.size() && amount != null; cut++) {
      if (forward < 0 && verdicts.get(cut).cut().crossesForward(message)) {
        forward = cut;
      }
      backward |= verdicts.get(cut).cut().crossesBackward(message);
    }
    String style;
    String arrow;
    if (amount == null) {
      style = "class=\"marker\"";
      arrow = "soft";
    } else if (backward) {
      style = "class=\"backward\"";
      arrow = "bad";
    } else if (forward >= 0) {
      style = "class=\"money forward s%d\"".formatted(forward % COLORS);
      arrow = "c" + forward % COLORS;
    } else {
      style = "class=\"money\"";
      arrow = "soft";
    }
    svg.append(
        "<line %s x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"%s><title>%s</title></line>\n"
            .formatted(
                style,
                fromX,
                startY,
                toX,
                endY,
                received ? " marker-end=\"url(#arrow-%s)\"".formatted(arrow) : "",
                escaped(words(message))));
    if (backward || forward >= 0) {
      // Near the sender: in the middle, messages to and fro would have theirs in one place.
      int labelX = fromX + (toX - fromX) * 3 / 10;
      int labelY = startY + (endY - startY) * 3 / 10;
      svg.append(
          "<text class=\"amount\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s%s</text>\n"
              .formatted(
                  labelX,
                  labelY - 4,
                  Story.dollars(amount == null ? 0 : amount),
                  forward >= 0 && isMissed(verdicts.get(forward), message) ? " not counted" : ""));
      if (backward) {
        svg.append(
            "<text class=\"warning\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">⚠</text>\n"
                .formatted(labelX, labelY + 16));
      }
    }
  }

  private static boolean isMissed(Verdict verdict, Message message) {
    return verdict.status() == Verdict.Status.INCONSISTENT
        && !message.recorded().contains(verdict.snapshot());
  }

  private int column(@Nullable Event event) {
    return event == null ? -1 : columns.of(event);
  }

  private static String words(Message message) {
    return "%s %s".formatted(message.channel(), message.words());
  }

  private void cuts() {
    for (int index = 0; index < verdicts.size(); index++) {
      Cut cut = verdicts.get(index).cut();
      List<String> points = new ArrayList<>();
      int firstX = 0;
      for (String process : log.processes().names()) {
        Event record = cut.records().get(process);
        if (isSeen(record)) {
          int x = x(column(record));
          if (points.isEmpty()) {
            firstX = x;
            points.add(x + "," + (y(process) - 26));
          }
          points.add(x + "," + y(process));
        }
      }
      if (points.isEmpty()) {
        continue;
      }
      int end = points.getLast().indexOf(',');
      int lastY = Integer.parseInt(points.getLast().substring(end + 1));
      points.add(points.getLast().substring(0, end) + "," + (lastY + 26));
      int color = index % COLORS;
      svg.append(
          "<polyline class=\"cut s%d\" stroke-dasharray=\"%s\" points=\"%s\"/>\n"
              .formatted(color, DASHES.get(index % DASHES.size()), String.join(" ", points)));
      // Cuts that begin at one place have their names above each other.
      svg.append(
          "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">cut %s</text>\n"
              .formatted(firstX, TOP - 32 - 14 * (index % 3), escaped(shortened(cut.snapshot()))));
    }
  }

  private void event(Event event) {
    if (!isSeen(event)) {
      return;
    }
    int x = x(columns.of(event));
    int y = y(event.process());
    String shape =
        switch (event.action()) {
          case Action.Send _, Action.Receive _ ->
              "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"4\">".formatted(x, y);
          case Action.MarkerSend _ -> diamond("diamond", x, y);
          case Action.MarkerReceive _ -> diamond("diamond came", x, y);
          case Action.RecordState record ->
              "<rect class=\"f%d\" x=\"%d\" y=\"%d\" width=\"12\" height=\"12\">"
                  .formatted(color(record.snapshot()), x - 6, y - 6);
          case Action.Kill _, Action.Abort _ ->
              "<path class=\"cross\" d=\"M%d %d l12 12 m0 -12 l-12 12\">".formatted(x - 6, y - 6);
          case Action.Restart _, Action.Restore _ ->
              "<path class=\"back\" d=\"M%d %d l12 7 l-12 7z\">".formatted(x - 5, y - 7);
          case Action.Gap _ ->
              "<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"16\" height=\"6\">"
                  .formatted(x - 8, y - 3);
          case Action.ChannelClosed _, Action.Complete _, Action.Connect _, Action.Disconnect _ ->
              "<g>";
        };
    String element = shape.substring(1, shape.indexOf(' ') < 0 ? 2 : shape.indexOf(' '));
    svg.append(shape)
        .append("<title>%s</title></%s>\n".formatted(escaped(Story.line(event)), element));
    if (event.action() instanceof Action.RecordState(String _, Long balance) && balance != null) {
      svg.append(
          "<text class=\"small\" x=\"%d\" y=\"%d\">%s</text>\n"
              .formatted(x + 5, y - 10, Story.dollars(balance)));
    }
  }

  private static String diamond(String style, int x, int y) {
    return "<path class=\"%s\" d=\"M%d %d l5 6 l-5 6 l-5 -6z\">".formatted(style, x, y - 6);
  }

  private int color(String snapshot) {
    for (int index = 0; index < verdicts.size(); index++) {
      if (verdicts.get(index).snapshot().equals(snapshot)) {
        return index % COLORS;
      }
    }
    return 0;
  }

  private void legend() {
    int y = height - LEGEND + 30;
    svg.append(
        """
        <g transform="translate(%d %d)">
        <rect class="f0" x="-6" y="-10" width="12" height="12"/>
        <text x="14" y="0">records its state</text>
        <path class="diamond" d="M140 -10 l5 6 l-5 6 l-5 -6z"/>
        <text x="154" y="0">marker</text>
        <line class="money forward s0" x1="220" y1="-4" x2="250" y2="-4"/>
        <text x="258" y="0">crosses the cut: in flight</text>
        <line class="backward" x1="-6" y1="20" x2="30" y2="20"/>
        <text x="38" y="24">⚠ counted, and sent after the cut: never in a consistent one</text>
        </g>
        """
            .formatted(LEFT - 20, y));
  }
}
