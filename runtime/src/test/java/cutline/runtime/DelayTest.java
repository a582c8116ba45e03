package cutline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A message waits between outbox and connection for as long as was drawn for it. */
class DelayTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** What is drawn next, 0 after that. */
  private final Queue<Long> delays = new ArrayDeque<>();

  private final NodeUnderTest a = new NodeUnderTest(config(), new FragileStore()).step();
  private final PlayedPeer b = PlayedPeer.connected(a, "B");

  private NodeConfig config() {
    NodeConfig plain = NodeUnderTest.config("A", 1);
    return new NodeConfig(
        plain.system(),
        plain.name(),
        plain.topology(),
        plain.nonce(),
        plain.limits(),
        () -> delays.isEmpty() ? 0 : delays.remove(),
        () -> Duration.ofNanos(100),
        true);
  }

  DelayTest() {
    PlayedPeer.connected(a, "C");
  }

  private void pay(long delay) {
    delays.add(delay);
    a.pay("B", 5);
  }

  @Test
  void aMessageLeavesWhenItIsDue() {
    pay(100);
    assertThat(a.node.nextStep()).isEqualTo(100);
    assertThat(a.after(99)).isSameAs(a);
    assertThat(b.entries()).isEmpty();
    a.after(1);
    assertThat(b.numbers()).containsExactly(1L);
    assertThat(a.node.nextStep()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aLaterMessageWithAShorterDelayDoesNotOvertake() {
    pay(100);
    pay(10);
    a.after(50);
    assertThat(b.entries()).isEmpty();
    a.after(50);
    assertThat(b.numbers()).containsExactly(1L, 2L);
  }

  @Test
  void aLaterMessageWithALongerDelayWaitsOn() {
    pay(10);
    pay(100);
    a.after(10);
    assertThat(b.numbers()).containsExactly(1L);
    assertThat(a.node.nextStep()).isEqualTo(100);
  }

  @Test
  void aMarkerDoesNotOvertakeMoney() {
    pay(100);
    a.initiate("request", TIMEOUT);
    assertThat(b.entries()).isEmpty();
    a.after(100);
    assertThat(b.entries()).hasSize(2);
    assertThat(b.entries().getLast().getMarker().getMessagesBefore()).isEqualTo(1);
  }

  @Test
  void aMarkerBehindNothingIsDueAtOnce() {
    a.initiate("request", TIMEOUT);
    assertThat(b.entries()).hasSize(1);
    assertThat(b.entries().getFirst().hasMarker()).isTrue();
  }

  @Test
  void whatIsBehindAMarkerIsNotDelayedByIt() {
    a.initiate("request", TIMEOUT);
    pay(0);
    assertThat(b.numbers()).containsExactly(1L, 2L);
  }

  @Test
  void aDelayOutlivesItsConnection() {
    pay(100);
    b.close();
    a.step();
    PlayedPeer again = PlayedPeer.connected(a.after(Peer.FIRST_REDIAL), "B");
    assertThat(again.numbers()).containsExactly(1L);
  }

  @Test
  void aDelayIsDrawnAgainAfterARestart() {
    pay(100);
    a.initiate("request", TIMEOUT);
    delays.addAll(List.of(70L));
    NodeUnderTest later = a.restarted(config());
    PlayedPeer again = PlayedPeer.connected(later, "B");
    later.after(69);
    assertThat(again.entries()).isEmpty();
    later.after(1);
    assertThat(again.numbers()).containsExactly(1L, 2L);
  }

  @Test
  void whatIsDelayedCannotBeAcknowledged() {
    pay(100);
    b.says(PlayedPeer.acknowledgement(1));
    assertThat(b.isClosed()).isTrue();
    assertThat(a.told.warnings).hasSize(1);
  }

  @Test
  void acknowledgementsAreNotDelayed() {
    pay(100);
    b.says(PlayedPeer.coins(1, 1, 5));
    assertThat(b.acknowledgements()).containsExactly(1L);
  }

  @Test
  void theDeadlineCountsThreeDelaysMore() {
    a.initiate("request", TIMEOUT);
    a.after(TIMEOUT.toNanos() + 299);
    assertThat(a.told.decisions).isEmpty();
    assertThat(a.node.nextStep()).isEqualTo(a.now + 1);
    a.after(1);
    assertThat(a.told.decisions).hasSize(1);
  }
}
