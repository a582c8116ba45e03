/**
 * The distributed bank as an application of the runtime: branch, controller and client.
 *
 * <p>What a bank is and may do stands in {@code cutline.bank.domain}; here it meets processes,
 * channels and messages. No transport may be named here: the bank works over any of them.
 */
@NullMarked
package cutline.bank;

import org.jspecify.annotations.NullMarked;
