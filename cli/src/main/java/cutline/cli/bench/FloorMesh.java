package cutline.cli.bench;

import cutline.cli.bench.HostCommand.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * The least that a snapshot among processes can cost if every pair of them has a socket: one tells
 * all others; each of these, when it first hears of it, tells all others; and each that has heard
 * from all others tells the first. The same messages as markers and reports, and nothing but them.
 */
final class FloorMesh implements AutoCloseable {

  private final List<HostProcess> hosts = new ArrayList<>();
  private int rounds;

  private FloorMesh() {}

  /** So many members, spread evenly over so many JVMs. */
  static FloorMesh start(int members, int jvms) throws Exception {
    FloorMesh mesh = new FloorMesh();
    try {
      List<String> ports = new ArrayList<>();
      for (int jvm = 0; jvm < jvms; jvm++) {
        HostProcess host = new HostProcess(Kind.FLOOR, List.of("" + members / jvms));
        mesh.hosts.add(host);
        ports.add(host.ask("ports").said().values().iterator().next());
      }
      String all = ports.stream().collect(Collectors.joining(" "));
      for (int jvm = 0; jvm < jvms; jvm++) {
        mesh.hosts.get(jvm).ask("connect " + jvm + " " + all);
      }
      for (HostProcess host : mesh.hosts) {
        host.ask("connected");
      }
      return mesh;
    } catch (Exception e) {
      mesh.close();
      throw e;
    }
  }

  /** One round after the other, each begun by another JVM in turn; how long they took. */
  Histogram rounds(Duration time) throws Exception {
    Histogram nanos = new Histogram(3);
    HostProcess host = hosts.get(rounds++ % hosts.size());
    host.ask("rounds " + time.toNanos()).add("nanos", nanos);
    return nanos;
  }

  @Override
  public void close() {
    hosts.forEach(HostProcess::close);
  }
}
