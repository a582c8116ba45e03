package cutline.simulation.bug;

import cutline.core.Effects;
import cutline.runtime.Store;
import cutline.runtime.wire.Entry;
import cutline.simulation.Channels;
import cutline.simulation.Message;
import cutline.simulation.Mutation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The bugs that can be planted. */
public enum Bug {
  MARKER_OVERTAKES_MONEY(
      "a marker overtakes the money before it in its channel",
      true,
      () -> new Swapped(Entry.ContentCase.MARKER)),
  FIFO_BROKEN(
      "a FIFO channel delivers two messages in the wrong order",
      true,
      () -> new Swapped(Entry.ContentCase.MESSAGE)),
  RECORDING_STARTS_LATE(
      "recording starts after the markers have left", inEffects(LateRecording::new)),
  STATE_RECORDED_LATE(
      "the state is recorded after the markers have left", inEffects(LateState::new)),
  RECORDING_NOT_STOPPED(
      "the marker does not stop the recording of its channel", inEffects(EndlessRecording::new)),
  RECORDS_AGAIN("every marker makes the process record its state", inEffects(RecordsAgain::new)),
  CHANNELS_NOT_RECORDED(
      "the naive snapshot: nothing in flight is recorded", inEffects(NothingRecorded::new)),
  FIRST_MARKER_COMPLETES(
      "a part is taken for complete at the first marker", inEffects(FirstMarkerCompletes::new)),
  DUPLICATE_MARKER_RECORDS_AGAIN(
      "a marker that arrives twice makes the process record its state twice", MarkerAgain::new),
  OUTBOX_COUNTED(
      "what a sender still holds is taken for the state of the channel",
      inEffects(OutboxRecorded::new)),
  WHITE_COUNT_OFF_BY_ONE(
      "a marker counts one message too many before the cut", inEffects(WrongCount::new)),
  EMIT_BEFORE_COMMIT("frames leave before what caused them is durable", inStore(LateCommit::new)),
  NO_DEDUPLICATION("a message that arrives twice is applied twice", NoDeduplication::new),
  RECORDING_NOT_DURABLE(
      "what was recorded is forgotten in a crash", inStore(RecordingNotDurable::new)),
  BALANCE_APART_FROM_CURSOR(
      "the balance and the cursors are not written together",
      () ->
          new Mutation() {
            @Override
            public boolean keepsTornWrites() {
              return true;
            }
          }),
  ABORT_FORGOTTEN("one process takes no notice of aborts", AbortForgotten::new),
  ID_REUSED("the ids of snapshots begin anew after a restart", IdReused::new),
  OUTBOX_NEVER_TRUNCATED("what was acknowledged is kept for ever", inStore(NeverTruncated::new)),
  REPLAY_NOT_FORGOTTEN(
      "what a restore delivers again is delivered at every start",
      inStore(ReplayNotForgotten::new));

  private final String what;
  private final boolean needsFifo;

  @SuppressWarnings("ImmutableEnumChecker") // makes a new one for every world
  private final Supplier<Mutation> mutation;

  Bug(String what, Supplier<Mutation> mutation) {
    this(what, false, mutation);
  }

  Bug(String what, boolean needsFifo, Supplier<Mutation> mutation) {
    this.what = what;
    this.needsFifo = needsFifo;
    this.mutation = mutation;
  }

  private static Supplier<Mutation> inEffects(
      BiFunction<Mutation.Site, Effects<Message>, Effects<Message>> bug) {
    return () ->
        new Mutation() {
          @Override
          public Effects<Message> effects(Site site, Effects<Message> real) {
            return bug.apply(site, real);
          }
        };
  }

  private static Supplier<Mutation> inStore(UnaryOperator<Store> bug) {
    return () ->
        new Mutation() {
          @Override
          public Store store(Site site, Store real) {
            return bug.apply(real);
          }
        };
  }

  /**
   * The bug of this name.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  public static Bug parse(String name) {
    return Arrays.stream(values())
        .filter(bug -> bug.id().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is not a bug; there are %s"
                    .formatted(
                        name,
                        Arrays.stream(values()).map(Bug::id).collect(Collectors.joining(", ")))));
  }

  /** Its name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong, in a few words. */
  public String what() {
    return what;
  }

  /** Why it cannot show on such channels, in a sentence; empty if it can. */
  public Optional<String> cannotShowOn(Channels channels) {
    return needsFifo && channels == Channels.NON_FIFO
        ? Optional.of(id() + " cannot show on non-FIFO channels, which promise no order")
        : Optional.empty();
  }

  /** The bug, for one world. */
  public Mutation plant() {
    return mutation.get();
  }
}
