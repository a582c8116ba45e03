package cutline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.cli.command.CommandException;
import cutline.cli.command.End;
import cutline.cli.command.ExitCode;
import cutline.cli.observe.ObservationWriter;
import cutline.core.LocalSnapshot;
import cutline.core.SnapshotId;
import cutline.runtime.HaltCause;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClientLogTest {

  private final List<String> lines = new ArrayList<>();
  private final End end = new End();
  private final ClientLog log =
      new ClientLog("1", lines::add, end, ObservationWriter.NONE, () -> 0);

  private void recorded(String initiator, long... fromThree) {
    TreeMap<String, List<Transfer>> channels = new TreeMap<>();
    channels.put("2", List.of());
    List<Transfer> transfers = new ArrayList<>();
    for (long amount : fromThree) {
      transfers.add(new Transfer(amount));
    }
    channels.put("3", transfers);
    log.recorded(
        new LocalSnapshot<>(new SnapshotId(initiator, 1, 1), "1", new BranchState(972), channels));
  }

  @Test
  void transfers() {
    log.sent("3", 40, 1_960);
    log.received("2", 1_200, 3_160);
    assertThat(lines)
        .containsExactly(
            "Client 1 sent $40 dollar to Client 3. Balance: $1,960",
            "Client 1 received $1,200 dollar from Client 2. Balance: $3,160");
  }

  @Test
  void theSnapshotsOfOthers() {
    recorded("2", 30, 10);
    recorded("3");
    recorded("1", 5);
    assertThat(lines)
        .containsExactly(
            "Client 1 took part in snapshot 2.1.1 of Client 2: balance $972, $40 on the fly from"
                + " Client 3",
            "Client 1 took part in snapshot 3.1.1 of Client 3: balance $972, nothing on the fly");
  }

  @Test
  void quiet() {
    log.setQuiet(true);
    log.sent("3", 40, 1_960);
    log.received("2", 1_200, 3_160);
    recorded("2");
    log.connected("2");
    assertThat(lines).containsExactly("Client 2 is there.");
  }

  /** It is tried for as long as it takes, and each failure may have another reason. */
  @Test
  void whoIsNotThereIsNamedOnce() {
    log.unreachable("2", "1 cannot reach 2: nobody listens at 127.0.0.1:9102");
    log.unreachable("3", "1 cannot reach 3: nobody listens at 127.0.0.1:9103");
    log.unreachable("2", "1 cannot reach 2: host x is unknown");
    log.connected("2");
    log.disconnected("2");
    log.unreachable("2", "1 cannot reach 2: nobody listens at 127.0.0.1:9102");
    assertThat(lines)
        .containsExactly(
            "Client 2 is not there yet.",
            "Client 3 is not there yet.",
            "Client 2 is there.",
            "Client 2 has gone.");
  }

  @Test
  void anotherBanksClientIsNamedOnce() {
    String why = "they belong to different systems (2 to abc, 1 to def)";
    log.warning("1 refused a connection of 2 (127.0.0.1:40001): " + why);
    log.warning("1 refused a connection of 2 (127.0.0.1:40002): " + why);
    log.warning("something else");
    log.warning("1 refused a connection of 2 (127.0.0.1:40003): " + why);
    assertThat(lines)
        .containsExactly(
            "Client 1 refused a connection of 2 (127.0.0.1:40001): "
                + why
                + "; compare their config.json: ids and opening balances must be the same",
            "something else");
  }

  @Test
  void aClientThatMustNotGoOnEnds() {
    log.halted(HaltCause.FENCED, "1 stops: a later life of 1 is known");
    assertThatThrownBy(end::await)
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessage("1 stops: a later life of 1 is known");
  }
}
