/**
 * Event logs as pictures and as the input of other programs. Whatever a log says, what comes out is
 * well-formed; the same log gives the same bytes.
 */
@NullMarked
package cutline.trace.export;

import org.jspecify.annotations.NullMarked;
