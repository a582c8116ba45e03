package cutline.peers.flink;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The sending halves of the branches: each sends a dollar at a time to accounts drawn at random,
 * while there is {@linkplain Load load}.
 *
 * @param accounts how many there are
 */
record Transfers(int accounts) implements Source<Tuple2<Integer, Long>, Sender, Integer> {

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Tuple2<Integer, Long>, Sender> createReader(SourceReaderContext context) {
    return new Reader(accounts, context.getIndexOfSubtask());
  }

  @Override
  public SplitEnumerator<Sender, Integer> createEnumerator(SplitEnumeratorContext<Sender> context) {
    return new Enumerator(context);
  }

  @Override
  public SplitEnumerator<Sender, Integer> restoreEnumerator(
      SplitEnumeratorContext<Sender> context, Integer checkpoint) {
    throw new UnsupportedOperationException("nothing here goes back to a checkpoint");
  }

  @Override
  public SimpleVersionedSerializer<Sender> getSplitSerializer() {
    return new Sender.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
    return new NoState();
  }

  private static final class Reader implements SourceReader<Tuple2<Integer, Long>, Sender> {

    private final int accounts;
    private final int number;
    private final SplittableRandom random;
    private final Tuple2<Integer, Long> transfer = Tuple2.of(0, 1L);
    private long sent;

    Reader(int accounts, int number) {
      this.accounts = accounts;
      this.number = number;
      this.random = new SplittableRandom(number);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Tuple2<Integer, Long>> output) {
      if (!Load.on().isDone()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      transfer.f0 = random.nextInt(accounts);
      sent += transfer.f1;
      output.collect(transfer);
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<Sender> snapshotState(long checkpoint) {
      return List.of(new Sender(number, sent));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return Load.on();
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<Sender> senders) {
      sent = senders.getFirst().sent();
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  /** Gives each reader its state, which is all that there is to give. */
  private record Enumerator(SplitEnumeratorContext<Sender> context)
      implements SplitEnumerator<Sender, Integer> {

    @Override
    public void addReader(int number) {
      context.assignSplit(new Sender(number, 0), number);
    }

    @Override
    public Integer snapshotState(long checkpoint) {
      return 0;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int number, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<Sender> senders, int number) {}

    @Override
    public void close() {}
  }

  private static final class NoState implements SimpleVersionedSerializer<Integer> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Integer nothing) {
      return new byte[0];
    }

    @Override
    public Integer deserialize(int version, byte[] serialized) {
      return 0;
    }
  }
}
