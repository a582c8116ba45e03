package cutline.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.runtime.contract.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

/** A plain socket that says whatever it likes. */
final class RawPeer implements AutoCloseable {

  static final byte[] PREFACE = {'C', 'U', 'T', 'L', 2};

  private final Socket socket = new Socket();

  RawPeer(InetSocketAddress server) throws IOException {
    socket.connect(server, (int) End.PATIENCE.toMillis());
    socket.setSoTimeout((int) End.PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
  }

  /** One that has greeted and was greeted, and has opened stream 1. */
  static RawPeer greeted(InetSocketAddress server) throws IOException {
    RawPeer peer = new RawPeer(server);
    peer.write(PREFACE);
    peer.read(PREFACE.length);
    return peer.open(1, "");
  }

  /** Opens a stream, which must be let in. */
  RawPeer open(int stream, String target) throws IOException {
    say(new Control.Open(stream, target));
    assertThat(hear()).isEqualTo(new Control.Opened(stream));
    return this;
  }

  RawPeer say(Control control) throws IOException {
    return send(0, control.frame());
  }

  RawPeer send(int stream, byte... frame) throws IOException {
    return write(framed(stream, frame));
  }

  static byte[] framed(int stream, byte... frame) {
    List<byte[]> frames = List.of(frame);
    ByteBuf buffer = Unpooled.buffer(FrameEncoder.size(stream, frames));
    FrameEncoder.encode(stream, frames, buffer);
    return buffer.array();
  }

  /** What is said next about a stream, of those whose numbers and lengths take a byte. */
  Control hear() throws IOException {
    byte[] head = read(2);
    assertThat(head).hasSize(2).startsWith(0);
    return Control.read(Unpooled.wrappedBuffer(read(head[1])), head[1]);
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
