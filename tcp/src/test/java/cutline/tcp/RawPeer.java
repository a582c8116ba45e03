package cutline.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A plain socket that says whatever it likes. */
final class RawPeer implements AutoCloseable {

  static final byte[] PREFACE = {'C', 'U', 'T', 'L', 1};

  private final Socket socket = new Socket();

  RawPeer(InetSocketAddress server) throws IOException {
    socket.connect(server, (int) End.PATIENCE.toMillis());
    socket.setSoTimeout((int) End.PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
  }

  /** One that has greeted and was greeted. */
  static RawPeer greeted(InetSocketAddress server) throws IOException {
    RawPeer peer = new RawPeer(server);
    peer.write(PREFACE);
    peer.read(PREFACE.length);
    return peer;
  }

  RawPeer write(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawPeer write(int... bytes) throws IOException {
    for (int next : bytes) {
      socket.getOutputStream().write(next);
    }
    return this;
  }

  /** Writes what the other side may no longer want to have. */
  RawPeer tryToWrite(byte... bytes) {
    try {
      write(bytes);
    } catch (IOException e) {
      // It has closed already.
    }
    return this;
  }

  byte[] read(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  /** Reads to the end, which must come. */
  void awaitClosed() throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open", e);
    } catch (IOException e) {
      // A reset is an end, too.
    }
  }

  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
