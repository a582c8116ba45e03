package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import cutline.bank.BankDefinition;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.InitBranch;
import cutline.bank.wire.InitSnapshot;
import cutline.bank.wire.Request;
import cutline.cli.command.LibraryLog;
import cutline.cli.testing.SocketBank;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Thousands of connections that mean no good, while a bank is at work. */
class HostileConnectionsTest {

  private static final int CONNECTIONS = 2_000;
  private static final int AT_ONCE = 50;

  private static final byte STREAM = 1;

  private final Random random = new Random(13);
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();

  @Test
  void theRunStaysExact() throws Exception {
    LibraryLog.to(logged::add);
    try (SocketBank branches = new SocketBank(3);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BankDefinition bank = branches.of(3_000);
      branches.takeExact(bank, 1);
      Callable<Integer> run =
          () -> {
            int taken = 0;
            while (!Thread.currentThread().isInterrupted()) {
              taken += branches.takeExact(bank, 1).size();
            }
            return taken;
          };
      List<byte[]> sayings = sayings(bank);
      Future<Integer> meanwhile = threads.submit(run);
      for (int batch = 0; batch < CONNECTIONS / AT_ONCE; batch++) {
        attack(branches.address("B" + batch % 3), sayings);
      }
      List<BankSnapshot> after = branches.takeExact(bank, 10);
      assertThat(meanwhile.isDone()).as("the snapshots meanwhile").isFalse();
      meanwhile.cancel(true);
      assertThat(after).hasSize(10);
      assertThat(branches.halted).isEmpty();
      assertThat(logged).isNotEmpty().noneMatch(line -> line.contains("bug"));
    }
  }

  private void attack(InetSocketAddress branch, List<byte[]> sayings) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      Socket socket = new Socket();
      socket.connect(branch);
      sockets.add(socket);
      try {
        socket.getOutputStream().write(sayings.get(i % sayings.size()));
      } catch (IOException e) {
        // It has heard enough.
      }
    }
    for (Socket socket : sockets) {
      if (random.nextBoolean()) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    }
  }

  private List<byte[]> sayings(BankDefinition bank) throws IOException {
    Hello hello =
        Hello.newBuilder()
            .setSystem(bank.id())
            .setFrom("B0")
            .setTo("B1")
            .setIncarnation(1)
            .setNonce(99)
            .build();
    Frame.Builder frame = Frame.newBuilder();
    byte[] noise = new byte[2_000];
    random.nextBytes(noise);
    return List.of(
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1},
        new byte[0],
        noise,
        greeted(),
        greeted(noise),
        new byte[] {'C', 'U', 'T', 'L', 1},
        greeted((byte) 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 7),
        greeted((byte) 1, (byte) 0xFF, (byte) 0xFF, (byte) 3, (byte) 8, (byte) 8, (byte) 8),
        greeted((byte) 2, (byte) 1, (byte) 8),
        greeted((byte) 0, (byte) 4, (byte) 1, (byte) 1, (byte) 0, (byte) 0),
        greeted((byte) 0, (byte) 4, (byte) 9, (byte) 1, (byte) 0, (byte) 0),
        greeted(frame.setRefusal(Refusal.newBuilder().setCode(Refusal.Code.FENCED))),
        greeted(frame.setEntry(Entry.newBuilder().setNumber(1))),
        greeted(frame.setHello(hello)),
        greeted(frame.setHello(hello.toBuilder().setSystem("another"))),
        greeted(frame.setHello(hello.toBuilder().setFrom("X"))),
        greeted(frame.setHello(hello.toBuilder().setFrom("B2").setTo("B0"))),
        greeted(frame.setHello(hello.toBuilder().setFrom("\u001b[2J\n".repeat(5_000)))),
        greeted(frame.setClient(ByteString.copyFrom(noise))),
        greeted(frame.setClient(Request.getDefaultInstance().toByteString())),
        greeted(frame.setClient(initBranch(bank))),
        greeted(frame.setClient(initSnapshot("x".repeat(64_000)))),
        greeted(frame.setClient(initSnapshot("hostile"))));
  }

  private static ByteString initBranch(BankDefinition bank) {
    BankDefinition other = BankDefinition.dealt(9, bank.members(), bank.traffic());
    return Request.newBuilder()
        .setInitBranch(InitBranch.newBuilder().setBank(other.id()).setYou("B0").setTotal(9))
        .build()
        .toByteString();
  }

  private static ByteString initSnapshot(String request) {
    return Request.newBuilder()
        .setInitSnapshot(
            InitSnapshot.newBuilder().setRequest(request).setTimeoutNanos(1_000_000_000))
        .build()
        .toByteString();
  }

  private static byte[] greeted(Frame.Builder frame) throws IOException {
    byte[] body = frame.build().toByteArray();
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    framed.write(STREAM);
    int length = body.length;
    for (; length > 0x7F; length >>>= 7) {
      framed.write((length & 0x7F) | 0x80);
    }
    framed.write(length);
    framed.write(body);
    return greeted(framed.toByteArray());
  }

  private static byte[] greeted(byte... bytes) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    said.write(new byte[] {'C', 'U', 'T', 'L', 2});
    // Opens the stream.
    said.write(new byte[] {0, 4, 1, STREAM, 0, 0});
    said.write(bytes);
    return said.toByteArray();
  }
}
