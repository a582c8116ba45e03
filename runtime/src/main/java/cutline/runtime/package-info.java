/**
 * One process: its mailbox, the step that applies a batch of events and commits it, and channels
 * that survive a crash because they are numbered, durable logs.
 *
 * <p>Nothing here owns a thread, a clock or a source of randomness: a driver supplies them, so that
 * the same code runs in production and under simulation. Transports, stores and applications plug
 * in from outside; this package knows only their interfaces.
 */
@NullMarked
package cutline.runtime;

import org.jspecify.annotations.NullMarked;
