package cutline.console.web;

import cutline.console.lesson.Scenario;
import cutline.simulation.scenario.Changes;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated log was made of.
 *
 * @param lesson the lesson's id, or null if it is of none
 * @param title what it is called if its scenario does not say
 * @param seed null for what the scenario itself says
 */
public record Origin(
    @Nullable String lesson,
    String title,
    Scenario scenario,
    @Nullable Long seed,
    Changes changes) {}
