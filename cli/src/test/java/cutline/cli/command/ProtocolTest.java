package cutline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.cli.Main;
import cutline.cli.testing.Program;
import cutline.runtime.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void itsNetworkPromisesItsOrder(Protocol protocol) throws Exception {
    try (Network network = protocol.open()) {
      assertThat(network.order()).isEqualTo(protocol.order());
      assertThat(Protocol.of(network.order())).isEqualTo(protocol);
    }
    assertThat(Protocol.of(protocol.word())).contains(protocol);
  }

  @Test
  void onlyUdpIsSaidToPeople() {
    assertThat(Protocol.TCP.at("9091")).isEqualTo("9091");
    assertThat(Protocol.UDP.at("9091")).isEqualTo("9091 (UDP)");
  }

  /** Every start would pay for them. */
  @Test
  void overTcpNoClassOfUdpIsLoaded() throws Exception {
    Path log = directory.resolve("classes.txt");
    List<String> command =
        new ArrayList<>(Program.command(Main.class, "branch", "A", "0", "--store", "memory"));
    command.add(1, "-Xlog:class+load:file=" + log);
    try (Program branch = Program.start(directory, Map.of(), command)) {
      branch.port();
      assertThat(branch.signal("TERM").exitCode()).isEqualTo(143);
    }
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("cutline.tcp.TcpNetwork"))
        .noneMatch(line ->
            line.contains("cutline.quic.")
                || line.contains("handler.codec.quic.")
                || line.contains("bouncycastle"));
  }
}
