/** What remains of a bank when it has ended, as a page that needs nothing else. */
@NullMarked
package cutline.console.report;

import org.jspecify.annotations.NullMarked;
