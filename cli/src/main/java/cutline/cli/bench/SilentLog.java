package cutline.cli.bench;

import cutline.bank.ProcessLog;
import cutline.runtime.HaltCause;

/** Says only what is wrong. While a measurement sets up its bank, not everybody is there yet. */
class SilentLog implements ProcessLog {

  @Override
  public void sent(String to, long amount, long balance) {}

  @Override
  public void received(String from, long amount, long balance) {}

  @Override
  public void warning(String sentence) {
    System.err.println(sentence);
  }

  @Override
  public void unreachable(String member, String sentence) {}

  @Override
  public void halted(HaltCause cause, String reason) {
    System.err.println(reason);
  }
}
