package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.testing.SocketBank;
import cutline.tcp.Relay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each branch is behind a relay, and so is everything that is said to it. */
class BadNetworkTest {

  private final List<Relay> relays = new ArrayList<>();
  private SocketBank branches;
  private BankDefinition bank;

  @BeforeEach
  void start() throws IOException {
    branches = new SocketBank(3);
    List<Member> members = new ArrayList<>();
    for (String name : branches.names()) {
      Relay relay = Relay.to(branches.address(name), members.size());
      relays.add(relay);
      members.add(new Member(name, "127.0.0.1", relay.address().getPort()));
    }
    bank = BankDefinition.dealt(3_000, members, SocketBank.TRAFFIC);
  }

  @AfterEach
  void nothingIsLostOrDoubled() throws Exception {
    relays.forEach(Relay::plain);
    relays.forEach(Relay::resume);
    branches.takeExact(bank, 5);
    assertThat(branches.halted).isEmpty();
    branches.close();
    for (Relay relay : relays) {
      relay.close();
    }
  }

  @Test
  void bytesInPiecesAndBytesInHeaps() throws Exception {
    relays.forEach(relay -> relay.split(3));
    branches.takeExact(bank, 8);
    relays.forEach(relay -> relay.coalesce(Duration.ofMillis(20)));
    branches.takeExact(bank, 8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anyWeather(long seed) throws Exception {
    Random random = new Random(seed);
    Thread weather =
        Thread.ofVirtual()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                change(relays.get(random.nextInt(relays.size())), random.nextInt(12), random);
                LockSupport.parkNanos(random.nextInt(60_000_000));
              }
            });
    branches.takeExact(bank, 10);
    weather.interrupt();
    weather.join();
  }

  private static void change(Relay relay, int what, Random random) {
    switch (what) {
      case 0 -> relay.cut(Relay.Ending.RESET);
      case 1 -> relay.cut(Relay.Ending.FIN);
      case 2 -> relay.stall(Relay.Direction.TO_TARGET);
      case 3 -> relay.stall(Relay.Direction.FROM_TARGET);
      case 4 -> relay.split(1 + random.nextInt(20));
      case 5 -> relay.coalesce(Duration.ofMillis(1 + random.nextInt(10)));
      default -> relay.resume();
    }
  }

  /** Nobody hears of the snapshot before all connections are gone. */
  @Test
  void cutsInTheMiddleOfSnapshots() throws Exception {
    branches.takeExact(bank, 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        CountDownLatch begun = new CountDownLatch(1);
        Callable<List<BankSnapshot>> run =
            () ->
                branches.take(
                    bank,
                    1,
                    () -> {
                      begun.countDown();
                      return Instant.EPOCH;
                    });
        Future<List<BankSnapshot>> snapshot = threads.submit(run);
        assertThat(begun.await(SocketBank.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        relays.forEach(relay -> relay.stall(Relay.Direction.FROM_TARGET));
        relays.forEach(i % 2 == 0 ? Relay::cut : relay -> relay.cut(Relay.Ending.FIN));
        relays.forEach(Relay::resume);
        assertThat(snapshot.get()).allSatisfy(SocketBank::assertExact);
      }
    }
  }
}
