package cutline.cli.bench;

import cutline.cli.command.Protocol;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Prints what was measured: for people, or in the schema {@code cutline.bench/1}. */
final class FigureOutput {

  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;
  private final boolean json;
  private final Protocol protocol;

  /**
   * @param protocol what carries the messages of what is measured; said if it is not TCP
   */
  FigureOutput(PrintStream out, boolean json, Protocol protocol) {
    this.out = out;
    this.json = json;
    this.protocol = protocol;
  }

  /** The same for what something else carries. */
  FigureOutput over(Protocol other) {
    return new FigureOutput(out, json, other);
  }

  /**
   * A figure.
   *
   * @param least what it may also be, or the least of what it is the median of
   * @param most the same at the other end
   * @param points what it was fitted to, if it was
   * @param pointsUnit the unit of what they are heights of
   */
  private record Figure(
      String name,
      double value,
      String unit,
      long samples,
      double least,
      double most,
      List<PowerLaw.Point> points,
      String pointsUnit) {

    Figure(String name, double value, String unit, long samples, double least, double most) {
      this(name, value, unit, samples, least, most, List.of(), "");
    }

    boolean isRange() {
      return least != value || most != value;
    }
  }

  /** Something that was measured or counted once, over so many things. */
  void print(String name, double value, String unit, long samples) {
    print(new Figure(name, value, unit, samples, value, value));
  }

  /** The median of some rounds, with the least and the most of them. */
  void printMedian(String name, double[] rounds, String unit, long samples) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    print(
        new Figure(
            name, sorted[sorted.length / 2], unit, samples, sorted[0], sorted[sorted.length - 1]));
  }

  /** The median of some rounds, with the interval in which that of all would lie. */
  void printInterval(String name, MedianInterval median, String unit) {
    print(new Figure(name, median.median(), unit, median.samples(), median.low(), median.high()));
  }

  /**
   * With which power of something else something grows.
   *
   * @param unit of what grows
   */
  void printExponent(String name, PowerLaw law, String unit, long samples) {
    double exponent = law.exponent();
    print(new Figure(name, exponent, "exponent", samples, exponent, exponent, law.points(), unit));
  }

  /** The median, the 99th percentile and the most of some times in nanoseconds, in microseconds. */
  void printPercentiles(String prefix, Histogram nanos) {
    long samples = nanos.getTotalCount();
    print(prefix + ".p50", nanos.getValueAtPercentile(50) / 1e3, "us", samples);
    print(prefix + ".p99", nanos.getValueAtPercentile(99) / 1e3, "us", samples);
    print(prefix + ".max", nanos.getMaxValue() / 1e3, "us", samples);
  }

  private void print(Figure figure) {
    out.println(json ? line(figure) : text(figure));
    out.flush();
  }

  private String text(Figure figure) {
    String range =
        figure.isRange() ? " (%s to %s)".formatted(text(figure.least), text(figure.most)) : "";
    return "%-44s %14s %-8s of %,d%s%s%s"
        .formatted(
            figure.name,
            text(figure.value),
            figure.unit,
            figure.samples,
            range,
            points(figure),
            protocol == Protocol.TCP ? "" : " over " + protocol);
  }

  private static String points(Figure figure) {
    return figure.points.isEmpty()
        ? ""
        : figure.points.stream()
            .map(point -> "%,.0f: %s".formatted(point.x(), text(point.y())))
            .collect(Collectors.joining(", ", " (", " " + figure.pointsUnit + ")"));
  }

  private static String text(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 10 ? "%.3f" : size < 1_000 ? "%.1f" : "%,.0f", value);
  }

  private String line(Figure figure) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.writeStartObject();
      generator.writeStringProperty("schema", "cutline.bench/1");
      generator.writeStringProperty("name", figure.name);
      generator.writeNumberProperty("value", rounded(figure.value));
      generator.writeStringProperty("unit", figure.unit);
      generator.writeNumberProperty("samples", figure.samples);
      if (protocol != Protocol.TCP) {
        generator.writeStringProperty("transport", protocol.word());
      }
      if (figure.isRange()) {
        generator.writeNumberProperty("least", rounded(figure.least));
        generator.writeNumberProperty("most", rounded(figure.most));
      }
      if (!figure.points.isEmpty()) {
        generator.writeStringProperty("pointsUnit", figure.pointsUnit);
        generator.writeArrayPropertyStart("points");
        for (PowerLaw.Point point : figure.points) {
          generator.writeStartArray();
          generator.writeNumber(rounded(point.x()));
          generator.writeNumber(rounded(point.y()));
          generator.writeEndArray();
        }
        generator.writeEndArray();
      }
      generator.writeEndObject();
    }
    return text.toString();
  }

  private static double rounded(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
