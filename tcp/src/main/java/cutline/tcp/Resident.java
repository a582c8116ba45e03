package cutline.tcp;

import cutline.runtime.Transport;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that waits for connections at an address, alone or with others, and has its limits. */
final class Resident {

  final Transport.Acceptor acceptor;
  final AtomicInteger streams = new AtomicInteger();

  /** How many of the streams have not delivered a frame yet. */
  final AtomicInteger unproven = new AtomicInteger();

  Resident(Transport.Acceptor acceptor) {
    this.acceptor = acceptor;
  }
}
