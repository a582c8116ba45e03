package cutline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankDefinition;
import cutline.cli.testing.Program;
import cutline.cli.testing.SocketBank;
import cutline.cli.testing.Tmux;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a person looks at what a command says is found out for each stream by itself. */
class TerminalsTest {

  private static final String GREEN = "\033[32mstarted";

  @TempDir private Path directory;
  private SocketBank branches;
  private BankDefinition bank;

  @BeforeEach
  void start() throws Exception {
    branches = new SocketBank(1);
    bank = branches.of(4_000);
    branches.takeExact(bank, 1);
  }

  @AfterEach
  void close() {
    branches.close();
  }

  private Tmux terminal(String shell, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bank", "127.0.0.1:" + bank.members().getFirst().port()));
    List<String> command = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
    command.addAll(Program.command(all.toArray(String[]::new)));
    return Tmux.start(100, 24, directory, Map.of(), command);
  }

  @Test
  void thereAreColoursOnATerminal() throws Exception {
    try (Tmux terminal = terminal("\"$@\"", "status")) {
      terminal.awaitLine("^\\(exit 0\\)$");
      assertThat(terminal.styled()).contains(GREEN);
    }
  }

  @Test
  void thereAreNoneInAPipeUnlessTheyAreWanted() throws Exception {
    try (Tmux terminal = terminal("\"$@\" | cat", "status")) {
      terminal.awaitLine("^\\(exit 0\\)$");
      assertThat(terminal.styled()).contains("started").doesNotContain("\033[");
    }
    try (Tmux terminal = terminal("\"$@\" | cat", "status", "--color", "always")) {
      terminal.awaitLine("^\\(exit 0\\)$");
      assertThat(terminal.styled()).contains(GREEN);
    }
  }

  @Test
  void theViewNeedsBothToReadFromAndToWriteTo() throws Exception {
    for (String shell : List.of("\"$@\" | cat", "cat /dev/null | \"$@\"")) {
      try (Tmux terminal = terminal(shell, "watch")) {
        terminal.awaitLine(
            "^cutline watch: needs a terminal; without one there is `cutline status");
        terminal.awaitLine("^\\(exit \\d\\)$");
      }
    }
  }
}
