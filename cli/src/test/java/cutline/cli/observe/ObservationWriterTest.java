package cutline.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.Transfer;
import cutline.runtime.Observed;
import cutline.runtime.Observer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A process that is observed never waits for its log, and never falls with it. */
class ObservationWriterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

  private final BankDefinition bank =
      BankDefinition.dealt(
          2_000,
          List.of(new Member("A", "127.0.0.1", 1), new Member("B", "127.0.0.1", 2)),
          Traffic.irregular(Duration.ofSeconds(1), DurationRange.NONE, 1, 1));

  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private ObservationWriter writer(LogFile file) {
    return new ObservationWriter(file, InstantSource.system(), told::add);
  }

  private Observer<BranchState, Transfer> observer(ObservationWriter writer) {
    return Objects.requireNonNull(writer.observer("A", bank));
  }

  private static Observed<BranchState, Transfer> sent(long number) {
    return new Observed.Sent<>("B", "A>B" + number, new Transfer(1, 0, 0, 0));
  }

  static boolean isThereAFullDevice() {
    return Path.of("/dev/full").toFile().exists();
  }

  @Test
  @EnabledIf("isThereAFullDevice")
  void onAFullDiskTheLogEndsWithOneSentence() throws Exception {
    try (ObservationWriter writer = writer(LogFile.append(Path.of("/dev/full")))) {
      Observer<BranchState, Transfer> observer = observer(writer);
      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      for (long number = 1; number <= 200_000; number++) {
        observer.observed(number, sent(number));
      }
    }
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("The log in /dev/full ends here: ")
        .contains("No space left");
  }

  /** Holds up whoever writes, as a disk that stalls does. */
  private static final class Stalled extends OutputStream {

    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      written.write(bytes, from, count);
    }

    List<String> lines() {
      return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void whatADiskIsTooSlowForIsLeftOutAndShows() {
    long deeds = 300_000;
    int kept = 65_000;
    Stalled disk = new Stalled();
    try (ObservationWriter writer = writer(new LogFile("a slow disk", disk))) {
      Observer<BranchState, Transfer> observer = observer(writer);
      for (long number = 1; number <= deeds; number++) {
        observer.observed(number, sent(number));
      }
      disk.goesOn.countDown();
      // The end does not wait for as long as this machine may take.
      await().atMost(PATIENCE).until(() -> disk.lines().size() > kept);
    }
    assertThat(told).isEmpty();
    List<Long> numbers =
        disk.lines().stream()
            .flatMap(line -> NUMBER.matcher(line).results())
            .map(MatchResult::group)
            .map(found -> Long.valueOf(found.substring(found.indexOf(':') + 1)))
            .toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.size()).isBetween(kept, 100_000);
    assertThat(numbers).startsWith(1L, 2L, 3L);
  }

  /** One that never goes on does not keep the process from its end. */
  @Test
  void theEndDoesNotWaitForever() {
    Stalled disk = new Stalled();
    ObservationWriter writer = writer(new LogFile("a dead disk", disk));
    Observer<BranchState, Transfer> observer = observer(writer);
    for (long number = 1; number <= 100_000; number++) {
      observer.observed(number, sent(number));
    }
    writer.close();
    disk.goesOn.countDown();
    assertThat(told).isEmpty();
  }
}
