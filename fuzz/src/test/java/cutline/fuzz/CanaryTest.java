package cutline.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import cutline.tcp.Canary;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A fuzzer that finds nothing may be blind: this one must find the canary. */
@Tag("jazzer")
class CanaryTest {

  /** With what it kept of an earlier run, it would be found without fuzzing. */
  @TempDir private Path empty;

  @Test
  void theCanaryIsFound() {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Canary.class))
                .configurationParameter("jazzer.max_duration", "2m")
                .configurationParameter("jazzer.internal.basedir", empty.toString())
                .build(),
            listener);
    assertThat(listener.getSummary().getFailures())
        .singleElement()
        .satisfies(
            failure -> assertThat(failure.getException()).hasMessageContaining(Canary.FOUND));
  }
}
