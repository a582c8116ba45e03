package cutline.runtime;

/** Dials a peer; what becomes of it goes into the mailbox. */
record SessionDialer(Mailbox mailbox, String peer) implements Transport.Dialer {

  @Override
  public Transport.Receiver connected(Connection connection) {
    Session session = new Session(connection, mailbox, peer);
    mailbox.post(new Event.Connected(session, peer));
    return session;
  }

  @Override
  public void failed(String reason) {
    mailbox.post(new Event.DialFailed(peer, reason));
  }
}
