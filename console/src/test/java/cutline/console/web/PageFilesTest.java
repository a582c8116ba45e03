package cutline.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page is served, and nothing else that lies beside it. */
class PageFilesTest {

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/index.html, text/html",
    "/main.js, text/javascript",
    "/style.css, text/css",
    "/icon.svg, image/svg+xml"
  })
  void aFileHasItsType(String path, String type) {
    try (Asked asked = Asked.launched(Histories.replay())) {
      HttpResponse<String> answer = asked.get(path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
      assertThat(answer.body()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Main.js", "/main.class", "/page", "/page/main.js", "/favicon.ico"})
  void whatIsNoFileOfThePageIsNotFound(String path) {
    try (Asked asked = Asked.launched(Histories.replay())) {
      assertThat(asked.get(path).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aFileCannotBePosted() {
    try (Asked asked = Asked.launched(Histories.replay())) {
      assertThat(asked.post("/main.js", "{}").statusCode()).isEqualTo(405);
    }
  }
}
