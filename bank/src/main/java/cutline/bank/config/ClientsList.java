package cutline.bank.config;

import cutline.bank.config.ClientsConfig.Client;
import cutline.bank.domain.Bank;
import cutline.core.ChannelOrder;
import cutline.core.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The array of clients in {@code config.json}. */
final class ClientsList {

  private static final List<String> KEYS = List.of("id", "host", "port", "balance");

  private final long openingBalance;
  private final List<Client> clients = new ArrayList<>();
  private final Map<String, Place> ids = new HashMap<>();
  private final Map<String, Place> addresses = new HashMap<>();
  private long together;

  private ClientsList(long openingBalance) {
    this.openingBalance = openingBalance;
  }

  /**
   * Reads the clients.
   *
   * @param openingBalance of those that do not say theirs, in dollars
   * @throws ConfigurationException if one is wrong, or they do not fit together
   */
  static List<Client> read(JsonValue array, long openingBalance) throws ConfigurationException {
    ClientsList list = new ClientsList(openingBalance);
    List<JsonValue> values = array.items();
    if (values.isEmpty()) {
      throw array.error("must name at least one client");
    }
    if (values.size() > Bank.MAX_MEMBERS) {
      throw array.error(
          "has %d clients, and the most are %d".formatted(values.size(), Bank.MAX_MEMBERS));
    }
    for (JsonValue value : values) {
      list.add(value.object());
    }
    if (!BranchesFile.fitIntoOneMessage(list.clients.stream().map(Client::member).toList())) {
      throw array.error("has ids and hosts of more than 48 KiB together, too much for one message");
    }
    return list.clients;
  }

  private void add(JsonObject object) throws ConfigurationException {
    object.requireOnly(KEYS);
    JsonValue idValue = object.get("id", "this client");
    String id = id(idValue);
    once(ids, id, idValue.place(), "id " + id);

    String owner = "client " + id;
    JsonValue hostValue = object.get("host", owner);
    String host = hostValue.text();
    JsonValue portValue = object.get("port", owner);
    Member member = member(id, hostValue, (int) portValue.wholeNumber(1, 65_535));
    String address = host + " " + member.port();
    once(addresses, address, portValue.place(), "the address " + address);

    JsonValue balanceValue = object.find("balance");
    long balance =
        balanceValue == null ? openingBalance : balanceValue.wholeNumber(0, Long.MAX_VALUE);
    if (balance > Long.MAX_VALUE - together) {
      throw (balanceValue == null ? object.place() : balanceValue.place())
          .error("the balances up to this one add up to more than " + Long.MAX_VALUE);
    }
    together += balance;
    clients.add(new Client(member, balance));
  }

  private static String id(JsonValue value) throws ConfigurationException {
    if (value.isNumber()) {
      return Long.toString(value.wholeNumber(0, Long.MAX_VALUE));
    }
    if (!value.isText()) {
      throw value.isNot("a string or a whole number");
    }
    try {
      Topology.complete(List.of(value.text()), ChannelOrder.FIFO);
    } catch (IllegalArgumentException _) {
      throw value.error("must have 1 to 64 characters without white space and control characters");
    }
    return value.text();
  }

  private static Member member(String id, JsonValue host, int port) throws ConfigurationException {
    try {
      return new Member(id, host.text(), port);
    } catch (IllegalArgumentException _) {
      throw host.error("must be a host name or an address, not " + JsonValue.quoted(host.text()));
    }
  }

  private static void once(Map<String, Place> seen, String key, Place place, String what)
      throws ConfigurationException {
    Place earlier = seen.putIfAbsent(key, place);
    if (earlier != null) {
      throw place.error("%s was used in line %d".formatted(what, earlier.line()));
    }
  }
}
