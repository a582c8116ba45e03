package cutline.cli.watch;

import java.io.IOException;

/** A key, or none for now. */
enum WatchKey {
  SNAPSHOT,
  UP,
  DOWN,
  ESCAPE,
  PAUSE,
  KILL,
  RESTART,
  HELP,
  QUIT,
  INTERRUPT,
  /** The terminal is gone. */
  END,
  /** One that means nothing. */
  OTHER,
  /** None in time. */
  NONE;

  private static final int ESC = 27;
  private static final int CTRL_C = 3;

  /** What comes behind an Escape at once belongs to it. */
  private static final long TOGETHER_MILLIS = 50;

  /** Characters as they are typed. */
  @FunctionalInterface
  interface Source {

    /** The next character; -1 at the end, -2 if there is none in time. */
    int read(long millis) throws IOException;
  }

  /** The next key, if there is one in time. */
  static WatchKey next(Source typed, long millis) throws IOException {
    int first = typed.read(millis);
    return switch (first) {
      case -2 -> NONE;
      case -1 -> END;
      case CTRL_C -> INTERRUPT;
      case ESC -> escaped(typed);
      case 's' -> SNAPSHOT;
      case 'p' -> PAUSE;
      case 'k' -> KILL;
      case 'r' -> RESTART;
      case '?' -> HELP;
      case 'q' -> QUIT;
      default -> OTHER;
    };
  }

  /** An arrow, or another sequence, which is read to its end. */
  private static WatchKey escaped(Source typed) throws IOException {
    int introducer = typed.read(TOGETHER_MILLIS);
    if (introducer != '[' && introducer != 'O') {
      return introducer < 0 ? ESCAPE : OTHER;
    }
    int next = typed.read(TOGETHER_MILLIS);
    boolean isBare = true;
    while (next >= 0 && (next < 0x40 || next > 0x7e)) {
      isBare = false;
      next = typed.read(TOGETHER_MILLIS);
    }
    return switch (next) {
      case 'A' -> isBare ? UP : OTHER;
      case 'B' -> isBare ? DOWN : OTHER;
      default -> OTHER;
    };
  }
}
