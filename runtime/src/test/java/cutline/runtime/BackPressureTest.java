package cutline.runtime;

import static cutline.runtime.PlayedPeer.coins;
import static cutline.runtime.PlayedPeer.hello;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who brings more than is handled is not read from until it is. */
class BackPressureTest {

  private static final int MOST = 8_192;

  /** Writes down whether it is read from. */
  private static class Reading implements Connection {
    boolean paused;
    final List<String> calls = new ArrayList<>();

    @Override
    public void send(List<byte[]> frames) {}

    @Override
    public void limitUnread(int bytes) {}

    @Override
    public void pauseReading() {
      paused = true;
      calls.add("pause");
    }

    @Override
    public void resumeReading() {
      paused = false;
      calls.add("resume");
    }

    @Override
    public void close() {}

    @Override
    public String remote() {
      return "somewhere";
    }
  }

  @Test
  void aSessionPausesAboveItsBoundAndResumes() throws MalformedException {
    NodeUnderTest b = NodeUnderTest.named("B");
    Reading connection = new Reading();
    Transport.Receiver receiver = b.endpoint.accepted(connection);
    receiver.received(hello(PlayedPeer.dials(b, "A").greeting()).toByteArray());
    int number = 0;
    while (number < MOST) {
      receiver.received(coins(++number, number, 1).toByteArray());
    }
    receiver.batchEnd();
    assertThat(connection.paused).isFalse();
    receiver.received(coins(++number, number, 1).toByteArray());
    receiver.batchEnd();
    assertThat(connection.paused).isTrue();
    stepThroughAll(b);
    assertThat(connection.paused).isFalse();
    assertThat(connection.calls).containsExactly("pause", "resume");
    assertThat(b.purse.capture().receivedFrom("A")).isEqualTo(MOST + 1);
  }

  @Test
  void whatIsDroppedCountsAsHandled() throws MalformedException {
    NodeUnderTest b = NodeUnderTest.named("B");
    Reading connection = new Reading();
    Transport.Receiver receiver = b.endpoint.accepted(connection);
    receiver.received(hello(PlayedPeer.dials(b, "A").greeting().setSystem("x")).toByteArray());
    for (int number = 1; number <= MOST + 1; number++) {
      receiver.received(coins(number, number, 1).toByteArray());
    }
    receiver.batchEnd();
    stepThroughAll(b);
    assertThat(connection.calls).containsExactly("pause", "resume");
  }

  @Test
  void manyEntriesThatCameTogetherAreSeveralSteps() throws MalformedException {
    NodeUnderTest b = NodeUnderTest.named("B");
    Transport.Receiver receiver = b.endpoint.accepted(new Reading());
    receiver.received(hello(PlayedPeer.dials(b, "A").greeting()).toByteArray());
    b.step();
    for (int number = 1; number <= MOST; number++) {
      receiver.received(coins(number, number, 1).toByteArray());
    }
    receiver.batchEnd();
    b.step();
    assertThat(b.purse.capture().receivedFrom("A")).isEqualTo(Mailbox.BATCH);
    stepThroughAll(b);
    assertThat(b.purse.capture().receivedFrom("A")).isEqualTo(MOST);
  }

  private static void stepThroughAll(NodeUnderTest b) {
    for (int entries = 0; entries <= MOST; entries += Mailbox.BATCH) {
      b.step();
    }
  }

  @Test
  void aClientPausesAboveItsBoundAndResumes() {
    Reading connection = new Reading();
    Client client = new Client(connection);
    for (int i = 0; i < 1_024; i++) {
      client.began();
    }
    assertThat(connection.paused).isFalse();
    client.began();
    client.began();
    assertThat(connection.paused).isTrue();
    client.done();
    assertThat(connection.paused).isTrue();
    client.done();
    assertThat(connection.paused).isFalse();
    for (int i = 0; i < 1_024; i++) {
      client.done();
    }
    assertThat(connection.paused).isFalse();
  }

  /** What is handled between the decision to pause and the pause must not be missed. */
  @Test
  void aPauseThatComesLateIsNotForEver() {
    Backlog[] backlog = new Backlog[1];
    Reading connection =
        new Reading() {
          @Override
          public void pauseReading() {
            backlog[0].remove(8);
            super.pauseReading();
          }
        };
    backlog[0] = new Backlog(connection, 10);
    backlog[0].add(8);
    backlog[0].add(5);
    backlog[0].remove(5);
    assertThat(connection.paused).isFalse();
  }
}
