package cutline.runtime;

import cutline.core.GlobalSnapshot;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.Purse.Coins;
import cutline.runtime.Purse.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a node tells its listener. */
final class Told implements NodeListener<State, Coins> {

  record Decision(String request, Decided<State, Coins> decided) {}

  final List<Decision> decisions = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  final List<String> halts = new ArrayList<>();
  final List<String> connections = new ArrayList<>();
  final List<SnapshotId> recorded = new ArrayList<>();
  final List<SnapshotId> restored = new ArrayList<>();

  /** What an observer is told; null if there is none. */
  @Nullable Observer<State, Coins> observer;

  final List<RestoreEnd> restoreEnds = new ArrayList<>();

  /**
   * @param failure null if the system has gone back
   */
  record RestoreEnd(String request, @Nullable String failure) {}

  /** What was said about the restore that this request has led to. */
  List<RestoreEnd> endsOf(String request) {
    return restoreEnds.stream().filter(end -> end.request().equals(request)).toList();
  }

  /** What was said about the snapshot that this request has led to. */
  List<GlobalSnapshot<State, Coins>> decisionsOn(String request) {
    return decisions.stream()
        .filter(decision -> decision.request().equals(request))
        .map(decision -> decision.decided().snapshot())
        .toList();
  }

  @Override
  public @Nullable Observer<State, Coins> observer() {
    return observer;
  }

  @Override
  public void decided(String request, Decided<State, Coins> decided) {
    decisions.add(new Decision(request, decided));
  }

  @Override
  public void recorded(LocalSnapshot<State, Coins> part) {
    recorded.add(part.id());
  }

  @Override
  public void restoreEnded(String request, @Nullable String failure) {
    restoreEnds.add(new RestoreEnd(request, failure));
  }

  @Override
  public void restored(SnapshotId snapshot) {
    restored.add(snapshot);
  }

  @Override
  public void connected(String peer) {
    connections.add(peer + " is there");
  }

  @Override
  public void disconnected(String peer) {
    connections.add(peer + " has gone");
  }

  @Override
  public void warning(String sentence) {
    warnings.add(sentence);
  }

  @Override
  public void halted(HaltCause cause, String reason) {
    halts.add(reason);
  }
}
