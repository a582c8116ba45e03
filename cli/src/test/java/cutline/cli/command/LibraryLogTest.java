package cutline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibraryLogTest {

  private static final System.Logger LOG = System.getLogger("cutline.test");

  private final List<String> lines = new ArrayList<>();

  @Test
  void aWarningIsALine() {
    LibraryLog.to(lines::add);
    LOG.log(System.Logger.Level.WARNING, "closed the connection with {0}", "me");
    LOG.log(System.Logger.Level.INFO, "nobody wants to know");
    assertThat(lines).containsExactly("closed the connection with me");
  }

  @Test
  void aBugComesWithItsTrace() {
    LibraryLog.to(lines::add);
    LOG.log(System.Logger.Level.ERROR, "a bug", new IllegalStateException("impossible"));
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("a bug\njava.lang.IllegalStateException: impossible\n")
        .contains("LibraryLogTest.aBugComesWithItsTrace")
        .doesNotEndWith("\n");
  }

  @Test
  void onlyTheLastOneIsTold() {
    LibraryLog.to(lines::add);
    List<String> others = new ArrayList<>();
    LibraryLog.to(others::add);
    LOG.log(System.Logger.Level.WARNING, "once");
    assertThat(lines).isEmpty();
    assertThat(others).containsExactly("once");
  }
}
