package cutline.cli.observe;

import cutline.bank.BankDefinition;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.runtime.Observed;
import cutline.runtime.Observer;
import cutline.simulation.ObservedActions;
import cutline.trace.Action;
import cutline.trace.EventJson;
import cutline.trace.LogHeader;
import cutline.trace.Processes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of one process, on a thread of its own. The process never waits for it: what does
 * not fit into its buffer is left out, which the numbers in the log show; if the file cannot be
 * written, the log ends and the process goes on.
 */
public final class ObservationWriter implements AutoCloseable {

  /** Of a process that nobody observes. */
  public static final ObservationWriter NONE = new ObservationWriter();

  /** How much may wait to be written. */
  private static final int BUFFER = 65_536;

  /** How long the process's end may take because of the log. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** One line to be. */
  private sealed interface Line {

    record Header(String process, LogHeader header, long opening) implements Line {}

    record Deed(long number, long at, Observed<BranchState, Transfer> what) implements Line {}

    record Uncounted(long at, Action action) implements Line {}

    record End() implements Line {}
  }

  private final @Nullable LogFile file;
  private final InstantSource clock;
  private final Consumer<String> told;
  private final BlockingQueue<Line> lines;
  private final @Nullable Thread writer;
  private volatile boolean ended;
  private volatile boolean begun;

  private ObservationWriter() {
    this.file = null;
    this.clock = InstantSource.system();
    this.told = _ -> {};
    this.lines = new ArrayBlockingQueue<>(1);
    this.writer = null;
    this.ended = true;
  }

  ObservationWriter(LogFile file, InstantSource clock, Consumer<String> told) {
    this.file = file;
    this.clock = clock;
    this.told = told;
    this.lines = new ArrayBlockingQueue<>(BUFFER);
    this.writer = Thread.ofPlatform().name("event log").daemon().start(() -> write(file));
  }

  /** Who watches this member of a bank; null if nobody does. */
  public @Nullable Observer<BranchState, Transfer> observer(String process, BankDefinition bank) {
    if (file == null) {
      return null;
    }
    Processes processes;
    try {
      processes = new Processes(bank.names());
    } catch (IllegalArgumentException e) {
      told.accept("There will be no log: " + e.getMessage());
      return null;
    }
    put(
        new Line.Header(
            process,
            new LogHeader(bank.id(), processes, null, bank.total(), bank.order()),
            bank.share(process)));
    begun = true;
    return (number, what) -> put(new Line.Deed(number, now(), what));
  }

  /** There is a connection with another member now. */
  public void connected(String peer) {
    uncounted(new Action.Connect(peer));
  }

  /** There is none any more. */
  public void disconnected(String peer) {
    uncounted(new Action.Disconnect(peer));
  }

  private void uncounted(Action action) {
    if (begun) {
      put(new Line.Uncounted(now(), action));
    }
  }

  private void put(Line line) {
    if (!ended) {
      // What there is no room for is left out.
      var _ = lines.offer(line);
    }
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private void write(LogFile to) {
    ObservedActions<BranchState, Transfer> actions = actions(0);
    try (to) {
      for (Line line = lines.take(); !(line instanceof Line.End); line = lines.take()) {
        if (line instanceof Line.Header header) {
          actions = actions(header.opening());
        }
        String text =
            switch (line) {
              case Line.Header header -> EventJson.line(header.process(), header.header());
              case Line.Deed(long number, long at, var what) ->
                  EventJson.line(number, at, actions.action(number, what));
              case Line.Uncounted(long at, Action action) -> EventJson.line(0, at, action);
              case Line.End _ -> throw new IllegalStateException();
            };
        to.line(text);
        if (lines.isEmpty()) {
          to.flush();
        }
      }
    } catch (IOException e) {
      told.accept("The log in %s ends here: %s".formatted(to.name(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      lines.clear();
    }
  }

  private static ObservedActions<BranchState, Transfer> actions(long opening) {
    return new ObservedActions<>(opening, BranchState::balance, Transfer::amount);
  }

  /** Writes what waits to be written, unless that takes too long. */
  @Override
  public void close() {
    Thread thread = writer;
    if (thread == null) {
      return;
    }
    try {
      if (!ended && lines.offer(new Line.End(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended = true;
  }
}
