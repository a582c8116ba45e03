package cutline.bank.domain;

import cutline.runtime.Pages;

/** The pages of one thing, and behind them those of another. */
record AllPages(Pages first, Pages second) implements Pages {

  @Override
  public int count() {
    return first.count() + second.count();
  }

  @Override
  public byte[] read(int page) {
    return page < first.count() ? first.read(page) : second.read(page - first.count());
  }

  @Override
  public void write(int page, byte[] content) {
    if (page < first.count()) {
      first.write(page, content);
    } else {
      second.write(page - first.count(), content);
    }
  }
}
