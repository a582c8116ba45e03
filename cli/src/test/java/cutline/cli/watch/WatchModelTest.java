package cutline.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.wire.Status;
import cutline.cli.attach.BankStatus;
import cutline.cli.attach.MemberState;
import cutline.cli.testing.Snapshots;
import cutline.cli.testing.Statuses;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchModelTest {

  private static final long SECOND = 1_000_000_000L;

  private static WatchModel model(String... names) {
    Statuses statuses = new Statuses(4_000);
    for (String name : names) {
      statuses.isAway(name, "");
    }
    return new WatchModel(statuses.now().bank());
  }

  private static BankStatus a(long sent, long received) {
    return new Statuses(4_000).says("A", Statuses.started(1_000, sent, received, 3, 3)).now();
  }

  private static BankStatus away(String obstacle) {
    return new Statuses(4_000).isAway("A", obstacle).now();
  }

  private static WatchView.Row row(WatchModel model, long now) {
    return model.view(now).rows().getFirst();
  }

  // ------------------------------------------------------------------- rates

  @Test
  void ratesAreThoseOfTheLastSeconds() {
    WatchModel model = model("A");
    model.heard(a(1_000, 500), 0);
    assertThat(row(model, 0).sentRate()).isZero();
    model.heard(a(1_010, 505), SECOND);
    assertThat(row(model, SECOND).sentRate()).isEqualTo(10);
    assertThat(row(model, SECOND).receivedRate()).isEqualTo(5);
    for (int second = 2; second <= 10; second++) {
      model.heard(a(1_010, 505 + 100 * second), second * SECOND);
    }
    assertThat(row(model, 10 * SECOND).sentRate()).isZero();
    assertThat(row(model, 10 * SECOND).receivedRate()).isEqualTo(100);
  }

  @Test
  void whoBeginsANewLifeCountsAnew() {
    WatchModel model = model("A");
    model.heard(a(1_000, 1_000), 0);
    model.heard(a(1_005, 1_000), SECOND);
    model.heard(a(2, 3), 2 * SECOND);
    assertThat(row(model, 2 * SECOND).sentRate()).isZero();
    model.heard(a(4, 4), 3 * SECOND);
    assertThat(row(model, 3 * SECOND).sentRate()).isEqualTo(2);
  }

  @Test
  void anAnswerAtTheSameTimeDividesByNothing() {
    WatchModel model = model("A");
    model.heard(a(0, 0), 0);
    model.heard(a(10, 10), 0);
    assertThat(row(model, 0).sentRate()).isZero();
  }

  // ------------------------------------------------------------ who is there

  @Test
  void whoWasNeverHeardOfIsAskedAndThenNotReachable() {
    WatchModel model = model("A");
    assertThat(row(model, 0).state()).isEqualTo(MemberState.ASKED);
    model.heard(away(""), 0);
    model.heard(away(""), SECOND);
    assertThat(row(model, SECOND).state()).isEqualTo(MemberState.ASKED);
    model.heard(away(""), 2 * SECOND);
    assertThat(row(model, 2 * SECOND).state()).isEqualTo(MemberState.UNREACHABLE);
    assertThat(row(model, 2 * SECOND).obstacle()).isEqualTo("no answer");
  }

  @Test
  void whoIsSlowIsNotGoneAtOnce() {
    WatchModel model = model("A");
    model.heard(a(1, 1), 0);
    model.heard(away(""), SECOND);
    assertThat(row(model, SECOND).state()).isEqualTo(MemberState.STARTED);
    model.heard(a(1, 1), 2 * SECOND);
    model.heard(away(""), 3 * SECOND);
    assertThat(row(model, 3 * SECOND).state()).isEqualTo(MemberState.STARTED);
    model.heard(away(""), 4 * SECOND);
    assertThat(row(model, 4 * SECOND).state()).isEqualTo(MemberState.UNREACHABLE);
  }

  @Test
  void whoIsKnownToBeGoneIsGoneAtOnceAndMayComeBack() {
    WatchModel model = model("A");
    model.heard(a(1, 1), 0);
    model.heard(away("the connection has ended"), 1);
    assertThat(row(model, 1).state()).isEqualTo(MemberState.UNREACHABLE);
    assertThat(row(model, 1).obstacle()).isEqualTo("the connection has ended");
    assertThat(model.view(1).unknown()).containsExactly("A");
    assertThat(model.view(1).balances()).isEqualTo(BigInteger.ZERO);
    model.heard(a(1, 1), 2);
    assertThat(row(model, 2).state()).isEqualTo(MemberState.STARTED);
    assertThat(model.view(2).balances()).isEqualTo(BigInteger.valueOf(1_000));
  }

  @Test
  void theBankIsPausedIfAllAre() {
    WatchModel model = model("A", "B");
    assertThat(model.isPaused()).isFalse();
    Status.Builder paused = Statuses.started(1, 0, 0, 1, 1).setPaused(true);
    model.heard(
        new Statuses(4_000).says("A", paused).says("B", Statuses.started(1, 0, 0, 1, 1)).now(), 0);
    assertThat(model.isPaused()).isFalse();
    model.heard(new Statuses(4_000).says("A", paused).says("B", paused).now(), 0);
    assertThat(model.isPaused()).isTrue();
  }

  // --------------------------------------------------------------- selection

  @Test
  void theSelectionStaysOnTheScreen() {
    WatchModel model = model("A", "B", "C");
    assertThat(model.selected()).isNull();
    model.select(1);
    assertThat(model.selected()).isEqualTo("A");
    model.select(-1);
    assertThat(model.selected()).isEqualTo("A");
    model.select(1);
    model.select(1);
    model.select(1);
    assertThat(model.selected()).isEqualTo("C");
    model.selectNone();
    assertThat(model.selected()).isNull();
    model.select(-1);
    assertThat(model.selected()).isEqualTo("C");
  }

  @Test
  void aSnapshotComesFromTheSelectedOrTheFirstThatAnswers() {
    WatchModel model = model("A", "B");
    assertThat(model.selectedOrFirst()).isNull();
    model.heard(
        new Statuses(4_000).isAway("A", "gone").says("B", Statuses.started(1, 0, 0, 1, 1)).now(),
        0);
    assertThat(model.selectedOrFirst()).isEqualTo("B");
    model.select(1);
    assertThat(model.selectedOrFirst()).isEqualTo("A");
  }

  // ------------------------------------------------------ snapshots, messages

  @Test
  void snapshotsComeAndEndInAnyOrder() {
    WatchModel model = model("A");
    int first = model.begin("A");
    int second = model.begin("B");
    model.markers(first, 3, 12);
    var result = new Snapshots().balance("A", 4_000).complete(4_000);
    model.end(second, result);
    assertThat(model.view(0).snapshots())
        .containsExactly(
            new WatchView.Taken(2, "B", 0, 0, result), new WatchView.Taken(1, "A", 3, 12, null));
    assertThat(model.begin("A")).isEqualTo(3);
  }

  @Test
  void oldSnapshotsAreForgotten() {
    WatchModel model = model("A");
    for (int number = 1; number <= 1_000; number++) {
      model.begin("A");
    }
    List<WatchView.Taken> snapshots = model.view(0).snapshots();
    assertThat(snapshots).hasSize(200);
    assertThat(snapshots.getFirst().number()).isEqualTo(1_000);
  }

  @Test
  void aMessageIsShownForAWhile() {
    WatchModel model = model("A");
    model.say("C killed", 5 * SECOND);
    assertThat(model.view(14 * SECOND).message()).isEqualTo("C killed");
    assertThat(model.view(15 * SECOND).message()).isEmpty();
  }
}
