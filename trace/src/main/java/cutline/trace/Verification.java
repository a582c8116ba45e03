package cutline.trace;

import static java.util.Objects.requireNonNull;

import cutline.trace.Violation.Law;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the snapshots of a log against what the log shows, and asks nobody who took part: whether
 * each cut is consistent follows from vector clocks alone (Mattern 1989, section 6), and its
 * channel states must be the messages that cross it.
 */
public final class Verification {

  private static final int MOST_VIOLATIONS = 100;

  private final EventLog log;
  private final List<Message> all;
  private final Map<String, Cut> cuts = new LinkedHashMap<>();
  private final Map<String, List<Event>> repeatedRecords = new HashMap<>();
  private final Map<String, Map<String, Event>> complete = new HashMap<>();
  private final Map<String, String> aborted = new HashMap<>();
  private final Map<Long, VectorClock> atRecord = new HashMap<>();
  private final List<Violation> ofLog = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final Map<String, List<Event>> gaps = new LinkedHashMap<>();
  private final Map<String, List<Event>> restores = new HashMap<>();

  private Verification(EventLog log) {
    this.log = log;
    Messages messages = new Messages(log);
    this.all = messages.all();
    read();
    for (Event repeated : messages.repeated()) {
      ofLog.add(
          new Violation(
              Law.MESSAGES_ARRIVE_ONCE,
              "event %d: %s It was received before".formatted(repeated.seq(), Story.line(repeated)),
              null));
    }
    for (Cut cut : cuts.values()) {
      verdicts.add(new Judge(cut).verdict());
    }
  }

  /** Verifies all snapshots of a log. */
  public static Verification of(EventLog log) {
    return new Verification(log);
  }

  /** One verdict a snapshot, in the order in which they began. */
  public List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }

  /** What is wrong with the log itself, at most 100 of it. */
  public List<Violation> ofLog() {
    return ofLog.stream().limit(MOST_VIOLATIONS).toList();
  }

  /** Everything that is wrong. */
  public List<Violation> violations() {
    List<Violation> all = new ArrayList<>(ofLog());
    verdicts.forEach(verdict -> all.addAll(verdict.violations()));
    return all;
  }

  private void read() {
    Clocks causal = new Clocks(log.processes(), true);
    Clocks ofMoney = new Clocks(log.processes(), false);
    for (Event event : log.events()) {
      VectorClock right = causal.next(event);
      if (!event.clock().equals(right)) {
        ofLog.add(
            new Violation(
                Law.CLOCKS_ARE_RIGHT,
                "event %d of %s has the clock %s, and the events before it make it %s"
                    .formatted(event.seq(), event.process(), event.clock(), right),
                null));
      }
      VectorClock known = ofMoney.next(event);
      switch (event.action()) {
        case Action.RecordState record -> {
          Event earlier = cuts.computeIfAbsent(record.snapshot(), Cut::new).put(event);
          if (earlier != null) {
            repeatedRecords.computeIfAbsent(record.snapshot(), _ -> new ArrayList<>()).add(event);
          }
          atRecord.put(event.seq(), known);
        }
        case Action.Complete(String snapshot) ->
            complete.computeIfAbsent(snapshot, _ -> new HashMap<>()).put(event.process(), event);
        case Action.Abort(String snapshot, String reason) -> {
          cuts.computeIfAbsent(snapshot, Cut::new);
          aborted.putIfAbsent(
              snapshot, event.process() + " gave it up" + (reason == null ? "" : ": " + reason));
        }
        case Action.Gap _ ->
            gaps.computeIfAbsent(event.process(), _ -> new ArrayList<>()).add(event);
        case Action.Restore _ ->
            restores.computeIfAbsent(event.process(), _ -> new ArrayList<>()).add(event);
        default -> {}
      }
    }
  }

  /** How often its process had gone back before it. */
  private long era(Event event) {
    return restores.getOrDefault(event.process(), List.of()).stream()
        .filter(restore -> restore.seq() < event.seq())
        .count();
  }

  /** Judges one snapshot. */
  private final class Judge {

    private final Cut cut;
    private final String snapshot;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Message> crossing = new ArrayList<>();
    private final long firstRecord;
    private final long lastRecord;
    private BigInteger inFlight = BigInteger.ZERO;
    private final @Nullable String gap;

    Judge(Cut cut) {
      this.cut = cut;
      this.snapshot = cut.snapshot();
      LongSummaryStatistics records =
          cut.records().values().stream().mapToLong(Event::seq).summaryStatistics();
      this.firstRecord = records.getMin();
      this.lastRecord = records.getMax();
      this.gap = gap();
    }

    /** What is missing of what the snapshot depends on; what a process did later does not count. */
    private @Nullable String gap() {
      Map<String, Event> done = complete.getOrDefault(snapshot, Map.of());
      for (Map.Entry<String, List<Event>> gapsOfOne : gaps.entrySet()) {
        Event first = gapsOfOne.getValue().getFirst();
        Event end = done.get(gapsOfOne.getKey());
        if ((end == null || first.seq() < end.seq())
            && first.action() instanceof Action.Gap(String reason, Long _)) {
          return "the log has a gap at %s: %s".formatted(gapsOfOne.getKey(), reason);
        }
      }
      return null;
    }

    Verdict verdict() {
      String reason = aborted.get(snapshot);
      if (reason != null) {
        return verdict(Verdict.Status.ABORTED, reason);
      }
      List<String> missing = new ArrayList<>(log.processes().names());
      Map<String, Event> done = complete.getOrDefault(snapshot, Map.of());
      missing.removeIf(process -> done.containsKey(process) && cut.records().containsKey(process));
      all.forEach(this::check);
      if (!missing.isEmpty()) {
        return verdict(
            Verdict.Status.INCOMPLETE,
            "at the end of the log, %s %s not done with it"
                .formatted(String.join(", ", missing), missing.size() == 1 ? "is" : "are"));
      }
      checkClocks();
      checkRecords();
      checkTotal();
      if (!violations.isEmpty()) {
        return verdict(Verdict.Status.INCONSISTENT, null);
      }
      return gap == null
          ? verdict(Verdict.Status.CONSISTENT, null)
          : verdict(Verdict.Status.UNPROVEN, gap);
    }

    private Verdict verdict(Verdict.Status status, @Nullable String reason) {
      List<Violation> found =
          status == Verdict.Status.INCONSISTENT
              ? violations.stream().limit(MOST_VIOLATIONS).toList()
              : List.of();
      return new Verdict(cut, status, reason, found, crossing, balances(), inFlight);
    }

    private @Nullable BigInteger balances() {
      BigInteger sum = BigInteger.ZERO;
      for (Event record : cut.records().values()) {
        if (!(record.action() instanceof Action.RecordState(String _, Long balance))
            || balance == null) {
          return null;
        }
        sum = sum.add(BigInteger.valueOf(balance));
      }
      return sum;
    }

    private void check(Message message) {
      Long amount = isFar(message) ? null : message.amount();
      if (amount == null || isVoid(message.sent()) || isVoid(message.received())) {
        return;
      }
      boolean recorded = message.recorded().contains(snapshot);
      if (recorded) {
        inFlight = inFlight.add(BigInteger.valueOf(amount));
      }
      if (cut.crossesForward(message)) {
        crossing.add(message);
        // A receipt that is missing may have been in a gap.
        if (!recorded && (message.received() != null || gap == null)) {
          guilty(
              Law.CHANNEL_STATE_IS_WHAT_CROSSES,
              "%3$s did not count %1$s that %2$s sent before %2$s's cut, and that came after its own (%4$s)",
              message);
        }
      } else if (cut.crossesBackward(message)) {
        guilty(
            Law.CUT_IS_CONSISTENT,
            "%3$s counted %1$s that %2$s sent after %2$s's cut (%4$s)",
            message);
      } else if (recorded && message.sent() != null) {
        guilty(
            Law.CHANNEL_STATE_IS_WHAT_CROSSES,
            cut.isBefore(message.received())
                ? "%3$s counted %1$s from %2$s twice, in its balance and as in flight (%4$s)"
                : "%3$s counted as in flight %1$s that %2$s sent after %2$s's cut (%4$s)",
            message);
      }
    }

    /**
     * A message gives something away.
     *
     * @param sentence of the amount, the sender, the receiver and the message's id
     */
    private void guilty(Law law, String sentence, Message message) {
      Long amount = message.amount();
      found(
          law,
          sentence.formatted(
              Story.dollars(amount == null ? 0 : amount),
              message.channel().from(),
              message.channel().to(),
              message.id()),
          message);
    }

    /** Whether it has nothing to do with this cut, which is cheap to see in a long log. */
    private boolean isFar(Message message) {
      Event sent = message.sent();
      Event received = message.received();
      boolean far =
          (isAfter(sent) && (received == null || isAfter(received)))
              || (isBefore(received) && (sent == null || isBefore(sent)));
      return far && message.recorded().isEmpty();
    }

    private boolean isAfter(@Nullable Event event) {
      return event != null && event.seq() > lastRecord;
    }

    private boolean isBefore(@Nullable Event event) {
      return event != null && event.seq() < firstRecord;
    }

    /** Whether it is from before a restore that its process's cut comes after. */
    private boolean isVoid(@Nullable Event event) {
      Event record = event == null ? null : cut.records().get(event.process());
      return event != null && record != null && era(event) < era(record);
    }

    /** By the clocks of the record points alone. */
    private void checkClocks() {
      if (violations.stream().anyMatch(found -> found.law() == Law.CUT_IS_CONSISTENT)) {
        return;
      }
      for (Map.Entry<String, Event> knower : cut.records().entrySet()) {
        for (Map.Entry<String, Event> known : cut.records().entrySet()) {
          int process = log.processes().number(known.getKey());
          int knows = clockAt(knower.getValue()).of(process);
          int happened = clockAt(known.getValue()).of(process);
          if (knows > happened) {
            found(
                Law.CUT_IS_CONSISTENT,
                "%s knew event %d of %s at its cut, and %s's cut was its event %d"
                    .formatted(knower.getKey(), knows, known.getKey(), known.getKey(), happened),
                null);
          }
        }
      }
    }

    private VectorClock clockAt(Event record) {
      return requireNonNull(atRecord.get(record.seq()));
    }

    private void checkRecords() {
      for (Event again : repeatedRecords.getOrDefault(snapshot, List.of())) {
        found(
            Law.STATE_IS_RECORDED_ONCE,
            "%s recorded its state for snapshot %s again, as event %d"
                .formatted(again.process(), snapshot, again.seq()),
            null);
      }
    }

    private void checkTotal() {
      BigInteger balances = balances();
      Long total = log.header().total();
      if (balances == null || total == null || gap != null) {
        return;
      }
      BigInteger counted = balances.add(inFlight);
      if (!counted.equals(BigInteger.valueOf(total))) {
        found(
            Law.MONEY_IS_CONSERVED,
            "snapshot %s counts %s and %s in flight, which is %s, and there are %s"
                .formatted(
                    snapshot,
                    Story.dollars(balances),
                    Story.dollars(inFlight),
                    Story.dollars(counted),
                    Story.dollars(total)),
            null);
      }
    }

    private void found(Law law, String sentence, @Nullable Message message) {
      violations.add(new Violation(law, sentence, message));
    }
  }
}
