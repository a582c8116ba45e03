package cutline.cli.client;

import cutline.bank.BankProcess;
import cutline.bank.ClientJson;
import cutline.bank.ProcessStatus;
import cutline.bank.SnapshotJson;
import cutline.bank.config.DidYouMean;
import cutline.bank.config.Durations;
import cutline.bank.config.Member;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.Traffic;
import cutline.bank.domain.TransferRefusal;
import cutline.cli.text.TextTable;
import cutline.core.SnapshotId;
import cutline.runtime.PeerStatus;
import cutline.runtime.Untrusted;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Does what a person types, one line at a time. */
final class ClientCommands {

  private static final String JSON = "--json";
  private static final Pattern AMOUNT = Pattern.compile("-?\\$?(?:\\d+|\\d{1,3}(?:,\\d{3})+)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(?:\\.\\d{1,9})?");

  private final BankProcess process;
  private final ClientSnapshots snapshots;
  private final ClientSnapshotText snapshotText;
  private final ClientLog log;
  private final ClientOutput output;

  ClientCommands(
      BankProcess process,
      ClientSnapshots snapshots,
      ClientSnapshotText snapshotText,
      ClientLog log,
      ClientOutput output) {
    this.process = process;
    this.snapshots = snapshots;
    this.snapshotText = snapshotText;
    this.log = log;
    this.output = output;
  }

  /**
   * Does what a line says; a snapshot has only begun then.
   *
   * @return whether more lines are wanted
   */
  boolean execute(String line) throws InterruptedException {
    List<String> words = words(line);
    if (words.isEmpty() || words.getFirst().startsWith("#")) {
      return true;
    }
    try {
      return execute(verb(words.getFirst()), words.subList(1, words.size()));
    } catch (ClientMistake mistake) {
      output.mistake(Untrusted.line(String.valueOf(mistake.getMessage())));
      return true;
    }
  }

  private static List<String> words(String line) {
    return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
  }

  private static ClientVerb verb(String word) throws ClientMistake {
    ClientVerb verb = ClientVerb.of(word);
    if (verb == null) {
      throw new ClientMistake(
          "there is no command '%s'; %s"
              .formatted(word, didYouMean(word, ClientVerb.words(), "help lists them")));
    }
    return verb;
  }

  private static String didYouMean(String word, Collection<String> known, String otherwise) {
    return DidYouMean.closest(word, known).map("did you mean %s?"::formatted).orElse(otherwise);
  }

  private boolean execute(ClientVerb verb, List<String> given)
      throws ClientMistake, InterruptedException {
    List<String> words = new ArrayList<>(given);
    boolean json = verb.hasJson() && words.remove(JSON);
    if (words.size() != verb.arity()) {
      throw new ClientMistake("expected: " + verb.usage());
    }
    switch (verb) {
      case SNAPSHOT -> snapshot(json);
      case SNAPSHOTS -> snapshots(json);
      case SHOW -> show(words.getFirst(), json);
      case RESTORE -> restore(words.getFirst());
      case TRANSFER -> transfer(words.getFirst(), words.getLast());
      case BALANCE -> balance(json);
      case PEERS -> peers(json);
      case TRAFFIC -> showTraffic(answer(process.status()));
      case PAUSE -> showTraffic(answer(process.pause(true)));
      case RESUME -> showTraffic(answer(process.pause(false)));
      case DELAY -> {
        DurationRange delay = delay(words.getFirst());
        change(traffic -> traffic.with(delay));
      }
      case PROBABILITY -> {
        double probability = probability(words.getFirst());
        change(traffic -> traffic.with(new Rhythm.Regular(traffic.rhythm().every(), probability)));
      }
      case INTERVAL -> {
        Duration interval = interval(words.getFirst());
        change(traffic -> traffic.with(new Rhythm.Regular(interval, probability(traffic))));
      }
      case QUIET -> logTransfers(false);
      case VERBOSE -> logTransfers(true);
      case HELP -> output.result(ClientVerb.helpLines());
      case EXIT -> {
        return false;
      }
    }
    return true;
  }

  private static <T> T answer(CompletableFuture<T> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a process answers, or has stopped for good", e.getCause());
    }
  }

  // --------------------------------------------------------------- snapshots

  private void snapshot(boolean json) throws InterruptedException {
    sayWhoIsAway("The snapshot");
    snapshots.take(snapshot -> show(snapshot, json));
  }

  private void sayWhoIsAway(String waiting) throws InterruptedException {
    List<String> away =
        answer(process.status()).peers().stream()
            .filter(peer -> peer.isMet() && !peer.isConnected())
            .map(PeerStatus::name)
            .toList();
    if (!away.isEmpty()) {
      output.remark("%s waits for %s".formatted(waiting, ClientText.clients(away)));
    }
  }

  private void show(BankSnapshot snapshot, boolean json) {
    output.result(
        json ? List.of(SnapshotJson.line(snapshot)) : snapshotText.lines(snapshot, output.width()));
  }

  private void show(String id, boolean json) throws ClientMistake {
    BankSnapshot snapshot = snapshots.find(id);
    if (snapshot == null) {
      List<String> ids = snapshots.ids();
      throw new ClientMistake(
          ids.isEmpty()
              ? "no snapshot was taken here yet"
              : "there is no snapshot %s here any more or yet; the last ones are %s"
                  .formatted(id, String.join(", ", ids)));
    }
    show(snapshot, json);
  }

  private void restore(String text) throws ClientMistake, InterruptedException {
    SnapshotId id;
    try {
      id = SnapshotId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ClientMistake("'%s' is not the id of a snapshot, such as 1.1.7".formatted(text));
    }
    sayWhoIsAway("The restore");
    snapshots.restore(
        id,
        failure -> {
          if (failure.isPresent()) {
            output.mistake("the bank stays as it is: " + Untrusted.line(failure.get()));
          } else {
            output.result(List.of("The bank is back at snapshot %s.".formatted(id)));
          }
        });
  }

  private void snapshots(boolean json) {
    List<ClientSnapshots.Taken> last = snapshots.last();
    List<BankSnapshot> each = last.stream().map(ClientSnapshots.Taken::snapshot).toList();
    if (json) {
      output.result(each.stream().map(SnapshotJson::line).toList());
    } else if (each.isEmpty()) {
      output.result(List.of("No snapshot was taken here yet."));
    } else {
      output.result(snapshotText.table(each, last.stream().map(snapshots::age).toList()));
    }
  }

  // ------------------------------------------------------------------- money

  private void transfer(String to, String text) throws ClientMistake, InterruptedException {
    long amount = amount(text);
    DurationRange delay = answer(process.status()).traffic().delay();
    Optional<TransferRefusal> refusal = answer(process.transfer(to, amount));
    if (refusal.isEmpty()) {
      output.result(List.of(ClientText.onItsWay(to, amount, delay)));
      return;
    }
    String sentence = ClientText.refusal(process.name(), refusal.get());
    if (refusal.get() instanceof TransferRefusal.UnknownBranch) {
      List<String> ids = process.bank().names();
      sentence += "; " + didYouMean(to, ids, "the clients are " + ClientText.those(ids));
    }
    throw new ClientMistake(sentence);
  }

  private static long amount(String text) throws ClientMistake {
    if (!AMOUNT.matcher(text).matches()) {
      throw new ClientMistake(
          "'%s' is not an amount (expected whole dollars, as in 40 or $40)".formatted(text));
    }
    BigInteger amount = new BigInteger(text.replaceAll("[$,]", ""));
    if (amount.bitLength() >= Long.SIZE) {
      throw new ClientMistake("%s is more than any client can have".formatted(text));
    }
    return amount.longValue();
  }

  private void balance(boolean json) throws InterruptedException {
    long balance = answer(process.status()).balance();
    output.result(
        List.of(
            json
                ? ClientJson.balance(process.name(), balance)
                : ClientText.balance(process.name(), balance)));
  }

  private void peers(boolean json) throws InterruptedException {
    List<PeerStatus> peers = answer(process.status()).peers();
    if (json) {
      output.result(List.of(ClientJson.peers(process.name(), peers)));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Member member : process.bank().members()) {
      for (PeerStatus peer : peers) {
        if (peer.name().equals(member.name())) {
          rows.add(
              List.of(
                  ClientText.client(peer.name()),
                  ClientText.standing(peer),
                  "%s:%d".formatted(member.host(), member.port())));
        }
      }
    }
    output.result(
        rows.isEmpty()
            ? List.of("Client %s has the bank for itself.".formatted(process.name()))
            : TextTable.lines(rows));
  }

  // ----------------------------------------------------------------- traffic

  private void change(UnaryOperator<Traffic> change) throws InterruptedException {
    showTraffic(answer(process.changeTraffic(change)));
  }

  private void showTraffic(ProcessStatus status) {
    output.result(List.of(ClientText.traffic(status.traffic(), status.isPaused())));
  }

  private static double probability(Traffic traffic) {
    return traffic.rhythm() instanceof Rhythm.Regular regular ? regular.probability() : 1;
  }

  private static double probability(String text) throws ClientMistake {
    double probability = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!(probability >= 0 && probability <= 1)) {
      throw new ClientMistake("'%s' is not a number between 0 and 1".formatted(text));
    }
    return probability;
  }

  private static Duration interval(String text) throws ClientMistake {
    try {
      Duration interval = Durations.parse(text);
      if (interval.isZero()) {
        throw new ClientMistake("the interval must be more than 0s");
      }
      return interval;
    } catch (IllegalArgumentException e) {
      throw new ClientMistake(e.getMessage());
    }
  }

  /** A single duration stands for exactly itself, as in the configuration. */
  private static DurationRange delay(String text) throws ClientMistake {
    try {
      if (text.contains("..")) {
        return Durations.parseRange(text);
      }
      Duration exactly = Durations.parse(text);
      return new DurationRange(exactly, exactly);
    } catch (IllegalArgumentException e) {
      throw new ClientMistake(e.getMessage());
    }
  }

  private void logTransfers(boolean wanted) {
    log.setQuiet(!wanted);
    output.result(
        List.of(
            wanted
                ? "Transfers and the snapshots of others are logged."
                : "Transfers and the snapshots of others are not logged any more."));
  }

  // -------------------------------------------------------------- completion

  /**
   * What may stand after some words.
   *
   * @param before the words of the line up to the one that is being typed
   */
  List<String> completions(List<String> before) {
    if (before.isEmpty()) {
      return ClientVerb.words();
    }
    ClientVerb verb = ClientVerb.of(before.getFirst());
    if (verb == null) {
      return List.of();
    }
    List<String> completions = new ArrayList<>();
    if (before.size() == 1 && verb == ClientVerb.TRANSFER) {
      completions.addAll(process.bank().names());
      completions.remove(process.name());
    }
    if (before.size() == 1 && (verb == ClientVerb.SHOW || verb == ClientVerb.RESTORE)) {
      completions.addAll(snapshots.ids());
    }
    if (verb.hasJson() && before.size() > verb.arity() && !before.contains(JSON)) {
      completions.add(JSON);
    }
    return completions;
  }
}
