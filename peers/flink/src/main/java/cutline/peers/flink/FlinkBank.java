package cutline.peers.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A bank as a job of a cluster in this JVM: a task manager with one slot for each branch, so that
 * between two of them there is TCP.
 */
final class FlinkBank implements AutoCloseable {

  /** Checkpoints are asked for; Flink wants an interval nevertheless. */
  private static final Duration NEVER = Duration.ofDays(365);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(20);

  private final MiniCluster cluster;
  private final JobID job;

  /**
   * Starts it, without load; returns when all tasks run.
   *
   * @param accounts all branches together
   * @param storage where checkpoints go, in Flink's words: {@code jobmanager} or {@code filesystem}
   * @param directory for its files
   */
  FlinkBank(int branches, int accounts, String storage, Path directory) throws Exception {
    Configuration configuration = configuration(storage, directory);
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(branches)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
    try {
      cluster.start();
      job = cluster.submitJob(graph(configuration, branches, accounts)).get().getJobID();
      awaitTasks();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private static Configuration configuration(String storage, Path directory) {
    return new Configuration()
        .set(CoreOptions.TMP_DIRS, directory.toString())
        .set(BlobServerOptions.STORAGE_DIRECTORY, directory.toString())
        .set(StateBackendOptions.STATE_BACKEND, "hashmap")
        .set(CheckpointingOptions.CHECKPOINT_STORAGE, storage)
        .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString())
        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, NEVER)
        .set(RestartStrategyOptions.RESTART_STRATEGY, "none")
        .set(PipelineOptions.OBJECT_REUSE, true);
  }

  private static JobGraph graph(Configuration configuration, int branches, int accounts) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(branches);
    environment
        .fromSource(
            new Transfers(accounts),
            WatermarkStrategy.noWatermarks(),
            "transfers",
            Types.TUPLE(Types.INT, Types.LONG))
        .keyBy(transfer -> transfer.f0, Types.INT)
        .process(new Accounts(), Types.VOID);
    return environment.getStreamGraph().getJobGraph();
  }

  private void awaitTasks() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!runs()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the tasks do not run within " + PATIENCE);
      }
      Thread.sleep(POLL);
    }
  }

  private boolean runs() throws Exception {
    AccessExecutionGraph graph = cluster.getExecutionGraph(job).get();
    if (graph.getFailureInfo() != null) {
      throw new IllegalStateException(graph.getFailureInfo().getExceptionAsString());
    }
    return graph.getState() == JobStatus.RUNNING
        && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
            .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
  }

  /** Takes a checkpoint, and waits until it is complete. */
  void checkpoint() throws Exception {
    var _ = cluster.triggerCheckpoint(job, CheckpointType.FULL).get();
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
