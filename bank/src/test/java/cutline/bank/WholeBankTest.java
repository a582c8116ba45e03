package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.domain.BankSnapshot;
import cutline.bank.wire.Request;
import cutline.bank.wire.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Banks at work: every snapshot is exact, whatever the number of branches and dollars. */
class WholeBankTest {

  private static MemoryBank branches(int count) {
    return new MemoryBank(IntStream.range(0, count).mapToObj(i -> "B" + i).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"2, 40", "4, 40", "9, 15"})
  void snapshotsAreExactAndMoneyIsInFlight(int count, int snapshots) throws Exception {
    try (MemoryBank branches = branches(count)) {
      branches
          .take(branches.of(1_000L * count), snapshots)
          .assertExact(snapshots)
          .assertMoneyInFlightIn(0.3);
      assertThat(branches.warnings).isEmpty();
    }
  }

  @Test
  void aBankOfOneBranchIsCompleteAtOnce() throws Exception {
    try (MemoryBank branches = new MemoryBank("A")) {
      Taken taken = branches.take(branches.of(7), 5).assertExact(5);
      assertThat(taken.snapshots)
          .allSatisfy(snapshot -> {
            assertThat(snapshot.balanceTotal()).isEqualTo(7);
            assertThat(snapshot.snapshot().channels()).isEmpty();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 4_001, Long.MAX_VALUE})
  void anyTotalIsConserved(long total) throws Exception {
    try (MemoryBank branches = branches(4)) {
      branches.take(branches.of(total), 5).assertExact(5);
    }
  }

  @Test
  void theFirstBranchesGetTheRemainder() throws Exception {
    try (MemoryBank branches = new MemoryBank("A", "B", "C", "D")) {
      BankDefinition bank = branches.of(4_001);
      List<Long> dealt = new ArrayList<>();
      for (String name : bank.names()) {
        try (Asker asker = new Asker(branches.transport("asker"), name)) {
          Status status =
              asker
                  .ask(Request.newBuilder().setInitBranch(bank.initBranch(name)).build())
                  .getStatus();
          dealt.add(status.getBalance());
        }
      }
      assertThat(dealt).containsExactly(1_001L, 1_000L, 1_000L, 1_000L);
      branches.take(bank, 3).assertExact(3);
    }
  }

  @Test
  void tenControllersAtOnceGetTheirOwnSnapshots() throws Exception {
    try (MemoryBank branches = branches(5);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BankDefinition bank = branches.of(5_000);
      List<Future<Taken>> runs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Callable<Taken> run = () -> branches.take(bank, 8);
        runs.add(threads.submit(run));
      }
      List<BankSnapshot> all = new ArrayList<>();
      for (Future<Taken> run : runs) {
        all.addAll(run.get().assertExact(8).snapshots);
      }
      assertThat(all).extracting(snapshot -> snapshot.snapshot().id()).doesNotHaveDuplicates();
    }
  }

  @Test
  void snapshotsOfOneInitiatorAreNumberedWithoutGaps() throws Exception {
    try (MemoryBank branches = branches(3)) {
      Taken taken = branches.take(branches.of(3_000), 30);
      for (String initiator : List.of("B0", "B1", "B2")) {
        List<String> ids =
            taken.snapshots.stream()
                .filter(snapshot -> snapshot.snapshot().initiator().equals(initiator))
                .map(snapshot -> String.valueOf(snapshot.snapshot().id()))
                .toList();
        assertThat(ids)
            .isNotEmpty()
            .isEqualTo(
                IntStream.rangeClosed(1, ids.size())
                    .mapToObj(number -> initiator + ".1." + number)
                    .toList());
      }
    }
  }
}
