package cutline.bank.archive;

import cutline.bank.SnapshotJson;
import cutline.bank.config.ConfigurationException;
import cutline.bank.config.JsonObject;
import cutline.bank.config.JsonReader;
import cutline.bank.config.JsonValue;
import cutline.bank.domain.BankSnapshot;
import cutline.bank.domain.BranchState;
import cutline.bank.domain.Transfer;
import cutline.core.Channel;
import cutline.core.GlobalSnapshot;
import cutline.core.SnapshotId;
import cutline.core.SnapshotStatus;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads an archived snapshot from its JSON. Members that later versions have added are passed over.
 */
final class ArchivedJson {

  private static final long LONGEST_MICROS = Duration.ofDays(365).toSeconds() * 1_000_000;

  private final JsonObject root;

  private ArchivedJson(JsonObject root) {
    this.root = root;
  }

  /**
   * Reads it.
   *
   * @param file how messages call the file
   * @throws ConfigurationException if that is not a complete and consistent snapshot
   */
  static ArchivedSnapshot read(String file, String text) throws ConfigurationException {
    return new ArchivedJson(JsonReader.read(file, text).object()).archived();
  }

  private ArchivedSnapshot archived() throws ConfigurationException {
    require("schema", SnapshotJson.SCHEMA);
    require("status", SnapshotStatus.COMPLETE.name());
    SnapshotId id = id();
    require("initiator", id.initiator());
    SortedMap<String, BranchState> states = states();
    BankSnapshot snapshot =
        new BankSnapshot(
            new GlobalSnapshot<>(
                id,
                id.initiator(),
                SnapshotStatus.COMPLETE,
                null,
                states,
                channels(states),
                (int) get("markers").wholeNumber(0, Integer.MAX_VALUE)),
            get("expected").wholeNumber(0, Long.MAX_VALUE),
            startedAt(),
            Duration.of(get("durationMicros").wholeNumber(0, LONGEST_MICROS), ChronoUnit.MICROS));
    require("balanceTotal", snapshot.balanceTotal());
    require("inFlightTotal", snapshot.inFlightTotal());
    require("total", snapshot.total());
    require("expected", snapshot.total());
    JsonValue bank = get("bank");
    if (!ArchivedSnapshot.isBank(bank.text())) {
      throw bank.error("must be the id of a bank, 32 hexadecimal digits");
    }
    return new ArchivedSnapshot(bank.text(), id, snapshot);
  }

  private JsonValue get(String key) throws ConfigurationException {
    return root.get(key, "the snapshot");
  }

  private void require(String key, String expected) throws ConfigurationException {
    JsonValue value = get(key);
    if (!value.text().equals(expected)) {
      throw value.error("must be \"%s\"".formatted(expected));
    }
  }

  private void require(String key, BigInteger expected) throws ConfigurationException {
    JsonValue value = get(key);
    if (!BigInteger.valueOf(value.wholeNumber(0, Long.MAX_VALUE)).equals(expected)) {
      throw value.error("must be %d, what the amounts add up to".formatted(expected));
    }
  }

  private SnapshotId id() throws ConfigurationException {
    JsonValue id = get("id");
    try {
      return SnapshotId.parse(id.text());
    } catch (IllegalArgumentException e) {
      throw id.error("must be initiator.incarnation.number, as in A.1.7");
    }
  }

  private Instant startedAt() throws ConfigurationException {
    JsonValue startedAt = get("startedAt");
    try {
      return Instant.parse(startedAt.text());
    } catch (DateTimeException e) {
      throw startedAt.error("must be a time, as in 2026-11-20T10:18:00.123Z");
    }
  }

  private SortedMap<String, BranchState> states() throws ConfigurationException {
    SortedMap<String, BranchState> states = new TreeMap<>();
    for (Map.Entry<String, JsonValue.Entry> each : get("balances").object().entries().entrySet()) {
      long balance = each.getValue().value().wholeNumber(0, Long.MAX_VALUE);
      states.put(each.getKey(), new BranchState(balance));
    }
    return states;
  }

  private SortedMap<Channel, List<Transfer>> channels(SortedMap<String, BranchState> states)
      throws ConfigurationException {
    SortedMap<Channel, List<Transfer>> channels = new TreeMap<>();
    for (JsonValue each : get("channels").items()) {
      JsonObject object = each.object();
      Channel channel = new Channel(end("from", object, states), end("to", object, states));
      List<Transfer> transfers = new ArrayList<>();
      for (JsonValue amount : object.get("amounts", "a channel").items()) {
        transfers.add(new Transfer(amount.wholeNumber(1, Long.MAX_VALUE)));
      }
      if (channels.put(channel, transfers) != null) {
        throw each.error("must not name %s twice".formatted(channel));
      }
    }
    return channels;
  }

  private static String end(String key, JsonObject channel, SortedMap<String, BranchState> states)
      throws ConfigurationException {
    JsonValue end = channel.get(key, "a channel");
    if (!states.containsKey(end.text())) {
      throw end.error("must be one that has a balance");
    }
    return end.text();
  }
}
