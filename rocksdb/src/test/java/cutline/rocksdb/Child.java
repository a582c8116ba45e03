package cutline.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import cutline.runtime.Batch;
import cutline.runtime.Store;
import cutline.runtime.Store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that commits batches, and prints the number of each one that is durable. */
final class Child implements AutoCloseable {

  /** How many keys each batch sets. */
  static final int KEYS = 5;

  private final Process process;
  private final BufferedReader out;

  private Child(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  static Child start(String what, Path directory) throws IOException {
    return start(what, directory, Path.of(System.getProperty("java.io.tmpdir")));
  }

  static Child start(String what, Path directory, Path temporary) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            what,
            directory.toString());
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** What it prints next; null when it has ended. */
  @Nullable String readLine() throws IOException {
    return out.readLine();
  }

  long pid() {
    return process.pid();
  }

  /** Kills it, and leaves what it has said to be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Kills it, if need be, and waits until it has ended. */
  @Override
  public void close() {
    kill();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  static String key(long number, int part) {
    return "key %d of %06d".formatted(part, number);
  }

  /** One batch. The values grow, so that logs and tables come and go. */
  private static void commit(Store store, long number) throws StoreException {
    Batch batch = new Batch();
    batch.deletePrefix("passing ");
    batch.put("last", ("" + number).getBytes(UTF_8));
    for (int part = 0; part < KEYS; part++) {
      batch.put(key(number, part), ("" + number).getBytes(UTF_8));
    }
    batch.put("passing " + number, new byte[20_000]);
    store.commit(batch);
  }

  /** Goes on from where an earlier one was killed. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws StoreException {
    boolean untilFull = args[0].equals("until-full");
    try (RocksDbStore store = RocksDbStore.open(Path.of(args[1]), _ -> {})) {
      String last = Contents.of(store, "last").getOrDefault("last", "0");
      for (long number = Long.parseLong(last) + 1; ; number++) {
        try {
          commit(store, number);
        } catch (StoreException e) {
          if (!untilFull) {
            throw e;
          }
          System.out.println(e.getMessage());
          System.out.println(refusal(() -> commit(store, 1)));
          System.out.println(refusal(() -> store.scan("", (_, _) -> {})));
          return;
        }
        System.out.println(number);
      }
    }
  }

  private interface Attempt {
    void run() throws StoreException;
  }

  private static String refusal(Attempt attempt) {
    try {
      attempt.run();
      return "not refused";
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
