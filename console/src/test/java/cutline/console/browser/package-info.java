/**
 * The page in a real browser. Without Chromium these tests are skipped, unless {@code
 * -Dcutline.browser=required}.
 */
@NullMarked
package cutline.console.browser;

import org.jspecify.annotations.NullMarked;
