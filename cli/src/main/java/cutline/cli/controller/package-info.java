/**
 * {@code cutline controller}, and the run of a controller that others use too.
 *
 * <p>What a controller does is in {@code cutline.bank}.
 */
@NullMarked
package cutline.cli.controller;

import org.jspecify.annotations.NullMarked;
