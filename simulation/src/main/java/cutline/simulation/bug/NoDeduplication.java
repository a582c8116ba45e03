package cutline.simulation.bug;

import cutline.runtime.wire.Entry;
import cutline.simulation.Mutation;

/** A message that arrives a second time is applied a second time. */
final class NoDeduplication implements Mutation {

  @Override
  public byte[] arriving(Site site, int from, byte[] frame, boolean again) {
    Entry entry = Entries.of(frame);
    if (again && entry.getContentCase() == Entry.ContentCase.MESSAGE) {
      site.post(() -> site.deliver(from, entry.getMessage().toByteArray()));
    }
    return frame;
  }
}
