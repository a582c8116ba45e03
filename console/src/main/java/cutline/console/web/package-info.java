/**
 * The console's HTTP server: who may ask what, and who answers. The protocol is in docs/console.md.
 *
 * <p>What comes in is hostile until it is checked: {@link cutline.console.web.Gate} stands before
 * everything else.
 */
@NullMarked
package cutline.console.web;

import org.jspecify.annotations.NullMarked;
