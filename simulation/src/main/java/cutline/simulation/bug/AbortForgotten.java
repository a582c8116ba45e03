package cutline.simulation.bug;

import cutline.runtime.wire.Decision;
import cutline.runtime.wire.Entry;
import cutline.runtime.wire.RestoreAbort;
import cutline.simulation.Mutation;

/** The last process takes no notice of a decision that is not COMPLETE. */
final class AbortForgotten implements Mutation {

  @Override
  public byte[] arriving(Site site, int from, byte[] frame, boolean again) {
    Entry entry = Entries.of(frame);
    boolean isForgotten =
        site.process() == site.processes() - 1
            && entry.hasDecision()
            && entry.getDecision().getStatus() != Decision.Status.COMPLETE;
    return isForgotten
        ? Entries.frame(
            Entry.newBuilder().setRestoreAbort(RestoreAbort.getDefaultInstance()).build(),
            entry.getNumber())
        : frame;
  }
}
