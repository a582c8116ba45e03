package cutline.cli.simulate;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds, as {@code FROM..TO}, both included.
 *
 * @param from not negative
 * @param to not less than {@code from}, and at most a thousand million above it
 */
record SeedRange(long from, long to) {

  private static final long MOST = 1_000_000_000;

  /** How many seeds there are. */
  int count() {
    return (int) (to - from + 1);
  }

  /** Reads it. */
  static final class Converter implements ITypeConverter<SeedRange> {

    @Override
    public SeedRange convert(String text) {
      if (!text.matches("\\d{1,18}\\.\\.\\d{1,18}")) {
        throw new TypeConversionException("'" + text + "' is not FROM..TO, such as 1..1000");
      }
      int dots = text.indexOf("..");
      long from = Long.parseLong(text, 0, dots, 10);
      long to = Long.parseLong(text, dots + 2, text.length(), 10);
      if (to < from) {
        throw new TypeConversionException("'" + text + "' ends before it begins");
      }
      if (to - from >= MOST) {
        throw new TypeConversionException("'%s' are more than %,d seeds".formatted(text, MOST));
      }
      return new SeedRange(from, to);
    }
  }
}
