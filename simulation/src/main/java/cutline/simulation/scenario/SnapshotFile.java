package cutline.simulation.scenario;

import cutline.core.GlobalSnapshot;

/**
 * A snapshot as a {@code .snap} file: its number; a line {@code NAME TOKENS} for each process,
 * sorted; a line {@code FROM TO token(AMOUNT)} for each message in flight, by channel and there in
 * the order of sending.
 */
public final class SnapshotFile {

  private SnapshotFile() {}

  /** The text of the file. */
  public static String text(int number, GlobalSnapshot<Long, Tokens> snapshot) {
    StringBuilder text = new StringBuilder().append(number).append('\n');
    snapshot
        .states()
        .forEach((process, tokens) -> text.append(process).append(' ').append(tokens).append('\n'));
    snapshot
        .channels()
        .forEach((channel, messages) -> {
          for (Tokens message : messages) {
            text.append(
                "%s %s token(%d)\n".formatted(channel.from(), channel.to(), message.amount()));
          }
        });
    return text.toString();
  }
}
