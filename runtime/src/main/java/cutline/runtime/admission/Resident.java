package cutline.runtime.admission;

import cutline.runtime.Transport;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that waits for connections at an address, alone or with others, and has its limits. */
public final class Resident {

  /** Where its connections arrive. */
  public final Transport.Acceptor acceptor;

  /** How many of them are open. */
  public final AtomicInteger connections = new AtomicInteger();

  /** How many of them have not delivered a frame yet. */
  public final AtomicInteger unproven = new AtomicInteger();

  Resident(Transport.Acceptor acceptor) {
    this.acceptor = acceptor;
  }
}
