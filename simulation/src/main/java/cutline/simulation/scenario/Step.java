package cutline.simulation.scenario;

import cutline.bank.config.Place;
import cutline.simulation.text.Telling;

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

  /** Something is told to those who watch. */
  record Tell(Telling what) implements Step {}
}
