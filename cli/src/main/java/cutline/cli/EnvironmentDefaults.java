package cutline.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that are not given are taken from the environment: {@code --delay}: CUTLINE_DELAY. */
final class EnvironmentDefaults implements IDefaultValueProvider {

  private final Map<String, String> environment;

  private EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Has a command and its subcommands look there. */
  static CommandLine of(CommandLine command, Map<String, String> environment) {
    switchOn(command);
    return command.setDefaultValueProvider(new EnvironmentDefaults(environment));
  }

  /** Left to itself, a switch that is given becomes the opposite of its default. */
  private static void switchOn(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    for (OptionSpec option : List.copyOf(spec.options())) {
      if (option.arity().max() == 0 && !option.usageHelp() && !option.versionHelp()) {
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).fallbackValue("true").build());
      }
    }
    command.getSubcommands().values().forEach(EnvironmentDefaults::switchOn);
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
