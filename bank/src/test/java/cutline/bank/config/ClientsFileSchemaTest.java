package cutline.bank.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema refuses what the parser refuses, as far as a schema can. */
class ClientsFileSchemaTest {

  private static final Path ROOT = Path.of("..");

  private static Schema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(ROOT.resolve("docs/config.schema.json")), InputFormat.JSON);
  }

  @Test
  void theExampleNamesAndFollowsTheSchema() throws IOException {
    String example = Files.readString(ROOT.resolve("config.json"));
    assertThat(example).contains("\"$schema\": \"docs/config.schema.json\"");
    assertThat(schema.validate(example, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cutline.bank.config.ClientsFileExamples#good")
  void bothAcceptWhatIsRight(String text) {
    assertThatCode(() -> ClientsFile.parse("config.json", text)).doesNotThrowAnyException();
    assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("cutline.bank.config.ClientsFileExamples#wrongShape")
  void bothRefuseAWrongShape(String text, String message) {
    assertThat(schema.validate(text, InputFormat.JSON)).as(message).isNotEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("cutline.bank.config.ClientsFileExamples#wrongMeaning")
  void onlyTheParserKnowsTheMeaning(String text, String message) {
    assertThat(schema.validate(text, InputFormat.JSON)).as(message).isEmpty();
  }
}
