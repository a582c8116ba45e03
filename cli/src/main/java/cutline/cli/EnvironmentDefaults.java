package cutline.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that are not given are taken from the environment: {@code --delay}: CUTLINE_DELAY. */
final class EnvironmentDefaults implements IDefaultValueProvider {

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (argument instanceof OptionSpec option
        && !option.hidden()
        && !option.usageHelp()
        && !option.versionHelp()) {
      String name = option.longestName().replaceFirst("^-+", "").replace('-', '_');
      String value = environment.get("CUTLINE_" + name.toUpperCase(Locale.ROOT));
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
