package cutline.cli.terminal;

import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The few colours of the output, from the terminal's own sixteen, or none. */
public final class Colors {

  /** When there are colours. */
  public enum When {
    /** On a terminal, unless NO_COLOR is set. */
    auto,
    always,
    never
  }

  /** The program, whose user chooses. */
  public interface Choice {
    When colors();
  }

  /** Nothing but text. */
  public static final Colors NONE = new Colors(Ansi.OFF);

  private final Ansi ansi;

  private Colors(Ansi ansi) {
    this.ansi = ansi;
  }

  /**
   * The colours that a person has asked for.
   *
   * @param isTerminal whether the output appears on a terminal
   */
  public static Colors of(When when, Map<String, String> environment, boolean isTerminal) {
    boolean wanted =
        switch (when) {
          case always -> true;
          case never -> false;
          case auto ->
              isTerminal
                  && environment.getOrDefault("NO_COLOR", "").isEmpty()
                  && !"dumb".equals(environment.get("TERM"));
        };
    return wanted ? new Colors(Ansi.ON) : NONE;
  }

  /** The colours that standard output has for the user of a command. */
  public static Colors chosen(CommandSpec command) {
    return command.root().userObject() instanceof Choice choice
        ? of(choice.colors(), System.getenv(), Terminals.isOutput())
        : NONE;
  }

  /** Whether there are any. */
  public boolean areOn() {
    return ansi == Ansi.ON;
  }

  /** What is right. */
  public String good(String text) {
    return styled("green", text);
  }

  /** What is wrong. */
  public String bad(String text) {
    return styled("red,bold", text);
  }

  /** What deserves a look. */
  public String notable(String text) {
    return styled("yellow", text);
  }

  /** What is most important. */
  String strong(String text) {
    return styled("bold", text);
  }

  /** What is less important. */
  public String faint(String text) {
    return styled("faint", text);
  }

  private String styled(String styles, String text) {
    return areOn() && !text.isEmpty()
        ? Ansi.Style.on(Ansi.Style.parse(styles)) + text + Ansi.Style.reset.on()
        : text;
  }
}
