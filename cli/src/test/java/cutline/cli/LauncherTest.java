package cutline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers and how they find a Java, with fake JDKs in a directory of the test's own. */
class LauncherTest {
  private static final Path ROOT = root();

  @TempDir private Path temp;
  private Path tools;
  private Path home;
  private Path system;
  private final Map<String, String> environment = new LinkedHashMap<>();

  @BeforeEach
  void makeAMachineWithoutJava() throws IOException {
    temp = temp.toRealPath();
    tools = Files.createDirectory(temp.resolve("tools"));
    home = Files.createDirectory(temp.resolve("home"));
    system = Files.createDirectory(temp.resolve("jvm"));
    for (String tool : List.of("cat", "dirname", "flock", "mkdir", "readlink", "sleep")) {
      for (Path program : onPath(tool)) {
        script(tools.resolve(tool), "exec " + program + " \"$@\"");
      }
    }
    environment.put("PATH", tools.toString());
    environment.put("HOME", home.toString());
    environment.put("find_jdk_system", system.toString());
  }

  @Nested
  class FindJdk {
    @Test
    void keepsJavaHomeIfItIsNewEnough() throws Exception {
      Path jdk = fakeJdk(temp.resolve("mine"), "25.0.3");
      fakeJdk(system.resolve("other"), "26");
      environment.put("JAVA_HOME", jdk.toString());
      assertThat(find("javac")).isEqualTo(found(jdk));
    }

    @Test
    void passesOverAJavaHomeThatIsOldOrNotThere() throws Exception {
      Path jdk = fakeJdk(system.resolve("b-25"), "25");
      fakeJdk(system.resolve("a-17"), "17.0.15");
      for (Path wrong : List.of(system.resolve("a-17"), temp.resolve("nowhere"), Path.of(""))) {
        environment.put("JAVA_HOME", wrong.toString());
        assertThat(find("javac")).isEqualTo(found(jdk));
      }
    }

    @Test
    void takesTheJavacOnThePathThroughItsLinks() throws Exception {
      Path jdk = fakeJdk(temp.resolve("opt/jdk with blanks"), "25.0.1");
      Path alternatives = Files.createSymbolicLink(temp.resolve("alt"), jdk.resolve("bin/javac"));
      Files.createSymbolicLink(tools.resolve("javac"), alternatives);
      assertThat(find("javac")).isEqualTo(found(jdk));
    }

    @Test
    void looksFurtherIfTheJavacOnThePathIsOld() throws Exception {
      Path old = fakeJdk(temp.resolve("old"), "17.0.15");
      Files.createSymbolicLink(tools.resolve("javac"), old.resolve("bin/javac"));
      Path jdk = fakeJdk(system.resolve("temurin-25"), "25.0.3");
      assertThat(find("javac")).isEqualTo(found(jdk));
    }

    @Test
    void looksWhereSdkmanAndIdesKeepTheirs() throws Exception {
      Path ide = fakeJdk(home.resolve(".jdks/openjdk-25"), "25");
      assertThat(find("javac")).isEqualTo(found(ide));
      Path sdkman = fakeJdk(home.resolve(".sdkman/candidates/java/25-tem"), "25");
      assertThat(find("javac")).isEqualTo(found(sdkman));
    }

    @Test
    void comparesVersionsAsNumbers() throws Exception {
      fakeJdk(system.resolve("a"), "9.0.4");
      fakeJdk(system.resolve("b"), "1.8.0_402");
      Path jdk = fakeJdk(system.resolve("c"), "100.0.1");
      assertThat(find("javac")).isEqualTo(found(jdk));
    }

    @Test
    void passesOverWhatCannotBeRead() throws Exception {
      Files.delete(fakeJdk(system.resolve("a"), "25").resolve("release"));
      Files.writeString(fakeJdk(system.resolve("b"), "25").resolve("release"), "nonsense");
      fakeJdk(system.resolve("c"), "new");
      Path jdk = fakeJdk(system.resolve("d"), "25");
      assertThat(find("javac")).isEqualTo(found(jdk));
    }

    @Test
    void needsACompilerOnlyToBuild() throws Exception {
      Path jre = fakeJdk(system.resolve("a"), "25");
      Files.delete(jre.resolve("bin/javac"));
      assertThat(find("java")).isEqualTo(found(jre));
      Path jdk = fakeJdk(system.resolve("b"), "25");
      assertThat(find("javac")).isEqualTo(found(jdk));
    }

    @Test
    void saysInOneLineWhatIsMissing() throws Exception {
      fakeJdk(system.resolve("a"), "17.0.15");
      Result result = find("javac");
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr()).hasLineCount(1).contains("needs a JDK 25 or later");
    }

    private Result find(String tool) throws Exception {
      return start(
              "/bin/sh",
              "-c",
              "find_jdk_tool=$1; . \"$2\"; echo \"$JAVA_HOME\"",
              "sh",
              tool,
              ROOT.resolve(".mvn/find-jdk.sh").toString())
          .result();
    }

    private Result found(Path jdk) {
      return new Result(0, jdk + "\n", "");
    }
  }

  @Nested
  class Launch {
    private Path root;
    private Path target;

    @BeforeEach
    void copyTheLaunchers() throws IOException {
      root = Files.createDirectory(temp.resolve("a checkout"));
      Files.createDirectory(root.resolve(".mvn"));
      for (String file :
          List.of(
              "cutline", "branch", "controller", "client", ".mvn/find-jdk.sh", ".mvn/launch.sh")) {
        Files.copy(ROOT.resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
      }
      target = Files.createDirectories(root.resolve("cli/target"));
      fakeJdk(system.resolve("jdk"), "25");
    }

    @Test
    void becomesTheJavaProcess() throws Exception {
      Files.createFile(target.resolve("cutline.jar"));
      Running running = start(root.resolve("cutline").toString(), "status");
      assertThat(running.result().stdout()).startsWith("pid " + running.process().pid() + "\n");
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
      Path jar = Files.createFile(target.resolve("cutline.jar"));
      assertThat(run("cutline", "a b", "", "*").arguments())
          .endsWith("-jar", "" + jar, "a b", "", "*");
      assertThat(run("branch", "A", "9091").arguments()).endsWith("" + jar, "branch", "A", "9091");
      assertThat(run("controller", "4000").arguments()).endsWith("" + jar, "controller", "4000");
      assertThat(run("client", "1").arguments()).endsWith("" + jar, "client", "1");
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
      Path jar = Files.createFile(target.resolve("cutline.jar"));
      Path link = Files.createSymbolicLink(temp.resolve("branch-link"), root.resolve("branch"));
      assertThat(start(link.toString(), "A").result().arguments())
          .endsWith("" + jar, "branch", "A");
    }

    @Test
    void takesMoreOptionsFromTheEnvironment() throws Exception {
      Files.createFile(target.resolve("cutline.jar"));
      assertThat(run("cutline").arguments()).contains("-XX:+UseSerialGC");
      environment.put("CUTLINE_JAVA_OPTS", "-Xmx64m -XX:+UseZGC");
      assertThat(run("cutline").arguments())
          .contains("-Xmx64m", "-XX:+UseZGC")
          .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void usesTheCacheOnlyIfItIsNewerThanTheJar() throws Exception {
      Path jar = Files.createFile(target.resolve("cutline.jar"));
      assertThat(run("cutline").arguments()).noneMatch(s -> s.startsWith("-XX:AOTCache"));

      Path cache = Files.createFile(target.resolve("cutline.aot"));
      Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000_000));
      Files.setLastModifiedTime(cache, FileTime.fromMillis(1_000_000));
      assertThat(run("cutline").arguments()).noneMatch(s -> s.startsWith("-XX:AOTCache"));

      Files.setLastModifiedTime(cache, FileTime.fromMillis(3_000_000));
      assertThat(run("cutline").arguments()).contains("-XX:AOTCache=" + cache);
    }

    @Test
    void buildsOnceHoweverManyStart() throws Exception {
      assumeThat(onPath("flock")).isNotEmpty();
      script(
          root.resolve("mvnw"),
          "echo built >>built; echo noise; sleep 0.3; cat; : >cli/target/cutline.jar");
      List<Running> launchers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        launchers.add(start(root.resolve("branch").toString(), "B" + i));
      }
      List<String> errors = new ArrayList<>();
      for (Running launcher : launchers) {
        Result result = launcher.result();
        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).startsWith("pid ").doesNotContain("noise");
        errors.add(result.stderr());
      }
      assertThat(Files.readString(root.resolve("built"))).isEqualTo("built\n");
      assertThat(errors).filteredOn(error -> error.contains("Building Cutline")).hasSize(1);
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
      script(root.resolve("mvnw"), "echo no network; exit 1");
      Result result = run("cutline", "--help");
      assertThat(result.exitCode()).isEqualTo(70);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr()).contains("no network").contains("could not be built");
    }

    private Result run(String launcher, String... arguments) throws Exception {
      List<String> command = new ArrayList<>(List.of(root.resolve(launcher).toString()));
      command.addAll(List.of(arguments));
      return start(command.toArray(String[]::new)).result();
    }
  }

  private record Running(Process process, Path stdout, Path stderr) {
    Result result() throws IOException, InterruptedException {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Result(
          process.exitValue(), Files.readString(stdout, UTF_8), Files.readString(stderr, UTF_8));
    }
  }

  private record Result(int exitCode, String stdout, String stderr) {
    /** What the fake Java was given. */
    List<String> arguments() {
      assertThat(exitCode).as(stderr).isZero();
      return stdout.lines().skip(1).map(line -> line.substring(1, line.length() - 1)).toList();
    }
  }

  private Running start(String... command) throws IOException {
    Path stdout = Files.createTempFile(temp, "stdout", "");
    Path stderr = Files.createTempFile(temp, "stderr", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new Running(process, stdout, stderr);
  }

  /** A directory that looks like a JDK. Its `java` prints its process id and its arguments. */
  private static Path fakeJdk(Path directory, String version) throws IOException {
    Files.createDirectories(directory.resolve("bin"));
    Files.writeString(
        directory.resolve("release"), "IMPLEMENTOR=\"Fake\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        directory.resolve("bin/java"),
        "echo \"pid $$\"; for argument in \"$@\"; do echo \"<$argument>\"; done");
    script(directory.resolve("bin/javac"), "exit 1");
    return directory;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The program that a shell would run, if there is one. */
  private static List<Path> onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .limit(1)
        .toList();
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(".mvn/find-jdk.sh"))) {
      directory = Objects.requireNonNull(directory.getParent());
    }
    return directory;
  }
}
