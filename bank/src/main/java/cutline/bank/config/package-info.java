/**
 * What people write: the files that describe a bank, and durations. Everything wrong in them is one
 * line that says where and what to do. Nothing here knows how a bank works.
 */
@NullMarked
package cutline.bank.config;

import org.jspecify.annotations.NullMarked;
