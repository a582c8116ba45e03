package cutline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocumentsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]+Test)`");

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        links++;
        assertThat(document.resolveSibling(link.group(1))).as("linked in %s", document).exists();
      }
    }
    assertThat(links).isGreaterThan(10);
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    List<String> tests;
    try (Stream<Path> files = Files.walk(ROOT)) {
      tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .toList();
    }
    int named = 0;
    for (Path document : documents()) {
      Matcher name = CLASS.matcher(Files.readString(document));
      while (name.find()) {
        named++;
        assertThat(tests).as("named in %s", document).contains(name.group(1) + ".java");
      }
    }
    assertThat(named).isGreaterThan(3);
  }
}
