package cutline.cli.client;

import java.util.List;

/** Where a client's answers go. */
interface ClientOutput {

  /** What was asked for. */
  void result(List<String> lines);

  /** Something that helps to understand what follows. */
  void remark(String line);

  /** What was wrong with a command. */
  void mistake(String line);

  /** How wide a line should be at most. */
  int width();
}
