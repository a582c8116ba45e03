package cutline.simulation;

/**
 * What happens to frames all the time.
 *
 * @param moneyDelay how long money stays in its channel at most, in nanoseconds
 * @param late the share of frames that take very long
 * @param reordered the share of frames that overtake those before them
 * @param duplicated the share of frames that arrive twice
 * @param lost the share of frames that are lost
 */
public record Weather(
    long moneyDelay, double late, double reordered, double duplicated, double lost) {

  static final Weather CALM = new Weather(0, 0, 0, 0, 0);
}
