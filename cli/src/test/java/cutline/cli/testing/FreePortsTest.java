package cutline.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreePortsTest {

  @TempDir private Path directory;

  /** Another JVM, which prints the ports that it gets. */
  public static final class Other {

    private Other() {}

    public static void main(String[] args) throws Exception {
      FreePorts.some(3).forEach(System.out::println);
      System.out.println("that is all");
      System.in.read();
    }
  }

  private Program start() throws IOException {
    return Program.start(directory, Map.of(), Program.command(Other.class));
  }

  @Test
  void everybodyGetsOthers() throws Exception {
    List<Integer> mine = FreePorts.some(150);
    try (Program one = start();
        Program two = start()) {
      List<String> all = new ArrayList<>(mine.stream().map(String::valueOf).toList());
      for (Program other : List.of(one, two)) {
        all.addAll(other.awaitOut("that is all").out().subList(0, 3));
      }
      assertThat(all).hasSize(156).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatSomebodyListensOnIsPassedOver() throws Exception {
    int last = FreePorts.one();
    try (ServerSocket _ = new ServerSocket(last + 1, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.one()).isNotEqualTo(last + 1);
    }
  }
}
