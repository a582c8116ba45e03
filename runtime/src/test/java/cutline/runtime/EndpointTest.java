package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.WireFormat;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.Frame;
import cutline.runtime.wire.Hello;
import cutline.runtime.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where strangers arrive: the first frame decides, and what is malformed costs the connection. */
class EndpointTest implements Client.Handler {

  private final Endpoint endpoint = new Endpoint(this);
  private final List<String> said = new ArrayList<>();
  private final List<Frame> answers = new ArrayList<>();
  private boolean closed;
  private final Transport.Receiver receiver = endpoint.accepted(new Answers());

  /** How many connections of others were closed. */
  private int others;

  private final class Other extends Answers {
    @Override
    public void close() {
      others++;
    }
  }

  private class Answers implements Connection {
    @Override
    public void send(List<byte[]> frames) {
      for (byte[] frame : frames) {
        try {
          answers.add(Wire.parse(frame));
        } catch (MalformedException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public void limitUnread(int bytes) {}

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public String remote() {
      return "somewhere";
    }
  }

  @Override
  public void received(Client client, byte[] message) throws MalformedException {
    String text = new String(message, StandardCharsets.UTF_8);
    if (text.equals("nonsense")) {
      throw new MalformedException("nonsense");
    }
    said.add(text);
    client.send(List.of(("not " + text).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void closed(Client client) {
    said.add("(gone: " + client.remote() + ")");
  }

  private NodeUnderTest attachNode() {
    NodeUnderTest b = NodeUnderTest.named("B");
    endpoint.attach(b.node);
    return b;
  }

  private void assertMalformed(byte[] frame, String what) {
    assertThatThrownBy(() -> receiver.received(frame))
        .isInstanceOf(MalformedException.class)
        .hasMessage(what);
    assertThat(answers).isEmpty();
    assertThat(said).isEmpty();
  }

  private static byte[] client(String text) {
    return Client.frame(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hello() {
    return frame(
        Frame.newBuilder()
            .setHello(
                Hello.newBuilder().setSystem("bank").setFrom("A").setTo("B").setIncarnation(1)));
  }

  private static byte[] entry(long number) {
    return frame(Frame.newBuilder().setEntry(Entry.newBuilder().setNumber(number)));
  }

  private static byte[] frame(Frame.Builder frame) {
    return frame.build().toByteArray();
  }

  // ----------------------------------------------------------- the first frame

  @Test
  void thereAreClientsBeforeThereIsANode() throws MalformedException {
    receiver.received(client("hello"));
    receiver.received(client("again"));
    receiver.batchEnd();
    receiver.closed();
    assertThat(said).containsExactly("hello", "again", "(gone: somewhere)");
    assertThat(answers.getFirst().getClient().toStringUtf8()).isEqualTo("not hello");
  }

  @Test
  void aProcessIsTurnedAwayBeforeThereIsANode() throws MalformedException {
    receiver.received(hello());
    receiver.batchEnd();
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().getRefusal().getCode()).isEqualTo(Refusal.Code.NOT_READY);
    assertThat(closed).isTrue();
    receiver.closed();
    assertThat(said).isEmpty();
  }

  @Test
  void aProcessIsHeardOnceThereIsANode() throws MalformedException {
    NodeUnderTest b = attachNode();
    receiver.received(hello());
    receiver.batchEnd();
    b.step();
    assertThat(answers.getFirst().getHello().getFrom()).isEqualTo("B");
  }

  @Test
  void whoIsNeitherIsMalformed() {
    String what = "the first frame must be a hello or a client's";
    assertMalformed(entry(1), what);
    assertMalformed(frame(PlayedPeer.acknowledgement(1).toBuilder()), what);
    assertMalformed(frame(PlayedPeer.refusal(Refusal.Code.FENCED, "stop").toBuilder()), what);
    assertMalformed(new byte[0], what);
    receiver.closed();
    assertThat(said).isEmpty();
  }

  @Test
  void aClientDoesNotBecomeAProcess() throws MalformedException {
    attachNode();
    receiver.received(client("hello"));
    answers.clear();
    said.clear();
    assertMalformed(hello(), "a frame for a process came to a client");
  }

  @Test
  void aProcessMayHaveNoClients() throws MalformedException {
    Transport.Receiver stranger =
        Endpoint.of(NodeUnderTest.named("B").node).accepted(new Answers());
    assertThatThrownBy(() -> stranger.received(client("hello")))
        .isInstanceOf(MalformedException.class);
    stranger.closed();
    assertThat(said).isEmpty();
  }

  @Test
  void aProcessDoesNotBecomeAClient() throws MalformedException {
    attachNode();
    receiver.received(hello());
    assertMalformed(client("hello"), "a client's frame from a process");
    assertMalformed(hello(), "a second hello");
    assertMalformed(new byte[0], "a frame of no known kind");
  }

  @Test
  void aRefusalIsTheLastFrame() throws MalformedException {
    attachNode();
    receiver.received(hello());
    receiver.received(frame(PlayedPeer.refusal(Refusal.Code.FENCED, "stop").toBuilder()));
    assertMalformed(entry(1), "a frame after a refusal");
  }

  @Test
  void whoWasDialledSpeaksOfItselfFirst() {
    Session session = new Session(new Answers(), new Mailbox(), "C");
    for (Frame frame : List.of(PlayedPeer.coins(1, 1, 5), PlayedPeer.acknowledgement(1))) {
      assertThatThrownBy(() -> session.received(frame.toByteArray()))
          .isInstanceOf(MalformedException.class)
          .hasMessage("an entry or acknowledgement before the hello");
    }
  }

  @Test
  void aClientsNonsenseIsMalformed() throws MalformedException {
    receiver.received(client("hello"));
    answers.clear();
    said.clear();
    assertMalformed(client("nonsense"), "nonsense");
  }

  @Test
  void aNodeThatHasStoppedIsAsGoodAsNone() throws MalformedException {
    NodeUnderTest b = attachNode();
    b.node.halt(HaltCause.BUG, "of a bug");
    receiver.received(PlayedPeer.hello(Hello.newBuilder().setSystem("bank")).toByteArray());
    assertThat(answers.getFirst().getRefusal().getCode()).isEqualTo(Refusal.Code.NOT_READY);
    assertThat(closed).isTrue();
    assertThat(b.node.mailbox().isEmpty()).isTrue();
  }

  @Test
  void theClientThatIsSilentLongestMakesRoomForANewOne() throws MalformedException {
    receiver.received(client("first"));
    Transport.Receiver second = endpoint.accepted(new Other());
    second.received(client("second"));
    receiver.received(client("first again"));
    for (int client = 3; client <= Endpoint.MAX_CLIENTS; client++) {
      endpoint.accepted(new Other()).received(client("another"));
    }
    assertThat(others).isZero();
    endpoint.accepted(new Other()).received(client("one too many"));
    assertThat(others).isEqualTo(1);
    assertThat(closed).isFalse();
  }

  // --------------------------------------------------------------- malformed

  private static final byte START_GROUP = 15 << 3 | WireFormat.WIRETYPE_START_GROUP;
  private static final byte END_GROUP = 15 << 3 | WireFormat.WIRETYPE_END_GROUP;
  private static final String NOT_A_BUFFER = "not a valid protocol buffer";

  @Test
  void deepNestingIsMalformed() {
    assertMalformed(nested(21), NOT_A_BUFFER);
    assertMalformed(nested(10_000), NOT_A_BUFFER);
    assertMalformed(nested(20), "an unknown group");
  }

  /** Unknown groups, one within the other. */
  private static byte[] nested(int depth) {
    byte[] bytes = new byte[2 * depth];
    Arrays.fill(bytes, 0, depth, START_GROUP);
    Arrays.fill(bytes, depth, 2 * depth, END_GROUP);
    return bytes;
  }

  @Test
  void invalidUtf8IsMalformed() {
    byte[] hello = hello();
    for (int i = 0; i < hello.length; i++) {
      if (hello[i] == 'b') {
        hello[i] = (byte) 0xff;
      }
    }
    assertMalformed(hello, NOT_A_BUFFER);
  }

  @Test
  void everyTruncatedFrameIsMalformed() {
    attachNode();
    byte[] hello = hello();
    for (int length = 1; length < hello.length; length++) {
      assertMalformed(Arrays.copyOf(hello, length), NOT_A_BUFFER);
    }
  }

  @Test
  void bytesBehindAFrameAreMalformed() {
    for (byte extra : new byte[] {0, 4, 7, END_GROUP, (byte) 0xff}) {
      byte[] hello = hello();
      byte[] longer = Arrays.copyOf(hello, hello.length + 1);
      longer[hello.length] = extra;
      assertMalformed(longer, NOT_A_BUFFER);
    }
  }
}
