package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankAddress;
import cutline.bank.BankDefinition;
import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Traffic;
import cutline.cli.running.RunningBanks;
import cutline.cli.testing.FreePorts;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.cli.testing.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes a while is seen to go on, by those who look at a terminal. */
class ProgressTest {

  /** Money that stays long in its channels, and markers behind it. */
  private static final Traffic SLOW =
      Traffic.irregular(
          Duration.ofMillis(20),
          new DurationRange(Duration.ofMillis(2_500), Duration.ofMillis(3_000)),
          10,
          7);

  @TempDir private Path directory;

  private Tmux inTerminal(String... arguments) throws Exception {
    return Tmux.start(
        100,
        24,
        directory,
        Map.of("CUTLINE_RUNTIME_DIR", Program.runtime(directory).toString()),
        Program.command(arguments));
  }

  @Test
  void aSnapshotShowsItsMarkersOnATerminalOnlyAndLeavesNothingOfThem() throws Exception {
    try (SocketBank branches = new SocketBank(3)) {
      BankDefinition bank = BankDefinition.dealt(4_000, branches.members(), SLOW);
      branches.takeExact(bank, 1);
      String member = "127.0.0.1:" + bank.members().getFirst().port();
      try (Tmux terminal = inTerminal("snapshot", "--bank", member);
          Program piped = Program.start(directory, "snapshot", "--bank", member)) {
        terminal.awaitLine("^\\[[# ]{12}] markers [0-6]/6   \\d+\\.\\d s$");
        terminal.awaitLine("^\\(exit 0\\)$");
        List<String> history = terminal.history();
        assertThat(history).noneMatch(line -> line.contains("/6"));
        assertThat(history.getFirst()).startsWith("Snapshot 1 from B0   markers 6   ");
        assertThat(history).anyMatch(line -> line.endsWith("total       4,000  ✓ exact"));

        assertThat(piped.exitCode()).isZero();
        assertThat(piped.err()).isEmpty();
        assertThat(piped.out()).last().asString().endsWith("✓ exact");
      }
    }
  }

  @Test
  void whoWaitsForMembersSeesItAndCanInterruptIt() throws Exception {
    try (SocketBank branches = new SocketBank(1);
        Program silent = Program.start(directory, "branch", "C", "0")) {
      BankDefinition bank = branches.of(1);
      branches.takeExact(bank, 1);
      List<Member> members = new ArrayList<>(bank.members());
      members.add(new Member("C", "127.0.0.1", silent.port()));
      silent.signal("STOP");
      RunningBanks banks = new RunningBanks(Program.runtime(directory));
      banks.add(new BankAddress(bank.id(), bank.total(), members, bank.order()), false);
      try (Tmux terminal = inTerminal("status")) {
        terminal.awaitLine("^\\[######      ] members 1/2   \\d+\\.\\d s$");
        terminal.keys("C-c").awaitLine("\\(exit 130\\)$");
        assertThat(terminal.history()).noneMatch(line -> line.contains("members"));
      }
    }
  }

  @Test
  void aControllerShowsWhomItWaitsForAndHowFarASnapshotIs() throws Exception {
    int port = FreePorts.one();
    try (Program first = Program.start(directory, "branch", "A", "0", "--store", "memory")) {
      Files.writeString(
          directory.resolve("branches.txt"),
          "A 127.0.0.1 %d\nB 127.0.0.1 %d\n".formatted(first.port(), port));
      String[] command = {
        "controller",
        "1000",
        "branches.txt",
        "--count",
        "1",
        "--interval",
        "1s",
        "--every",
        "20ms",
        "--delay",
        "2s..3s"
      };
      try (Tmux terminal = inTerminal(command)) {
        terminal.awaitLine("^\\[######      ] branches, waiting for B 1/2   \\d+\\.\\d s$");
        try (Program second =
            Program.start(directory, "branch", "B", "" + port, "--store", "memory")) {
          second.awaitErr("B listening on .*");
          terminal.awaitLine("^2 branches connected · \\$500 each$");
          terminal.awaitLine("^\\[[# ]{12}] markers \\d/2   \\d+\\.\\d s$");
          terminal.awaitLine("^\\(exit 0\\)$");
          assertThat(terminal.history()).noneMatch(line -> line.contains("/2"));
        }
      }
    }
  }
}
