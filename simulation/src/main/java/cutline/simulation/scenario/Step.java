package cutline.simulation.scenario;

import cutline.bank.config.Place;

/** One line of a script: what happens next. */
public sealed interface Step {

  /**
   * A process sends tokens.
   *
   * @param place where the file says so
   */
  record Send(Place place, String from, String to, long amount) implements Step {}

  /** A process initiates a snapshot. */
  record Initiate(String process) implements Step {}

  /** Time passes. */
  record Tick(long ticks) implements Step {}

  /** Something is explained. */
  record Say(String caption) implements Step {}
}
