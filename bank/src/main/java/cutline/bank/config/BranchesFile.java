package cutline.bank.config;

import cutline.bank.domain.Bank;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that names all branches of a bank: lines {@code NAME HOST PORT}, separated by white
 * space. {@code NAME,NAME,...} are several branches of one process. Empty lines count nothing, and
 * {@code #} begins a comment.
 */
public final class BranchesFile {

  private static final int MAX_DIGITS = 9;

  /** One message to each branch tells it all of them, and must fit into a frame. */
  private static final int MAX_TOGETHER = 48 * 1024;

  private BranchesFile() {}

  /**
   * Reads the branches, in the order of the file.
   *
   * @throws ConfigurationException if the file cannot be read or says something wrong; the message
   *     names file and line
   */
  public static List<Member> read(Path file) throws ConfigurationException {
    return parse(file.toString(), TextFile.read(file, "branches", "lines NAME HOST PORT"));
  }

  static List<Member> parse(String file, String text) throws ConfigurationException {
    List<Member> members = new ArrayList<>();
    Map<String, Integer> names = new LinkedHashMap<>();
    Map<String, Integer> addresses = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\r\n|\r|\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      String content =
          (comment < 0 ? line : line.substring(0, comment)).replace("\uFEFF", "").strip();
      if (content.isEmpty()) {
        continue;
      }
      String where = file + ":" + number + ": ";
      List<Member> together = together(where, content);
      for (Member member : together) {
        once(names, member.name(), number, where + "the name " + member.name());
      }
      Member any = together.getFirst();
      String address = any.host() + " " + any.port();
      once(addresses, address, number, where + "the address " + address);
      members.addAll(together);
    }
    if (members.isEmpty()) {
      throw new ConfigurationException(file + ": names no branch (expected lines NAME HOST PORT)");
    }
    requireFew(file, members);
    return members;
  }

  private static void requireFew(String file, List<Member> members) throws ConfigurationException {
    if (members.size() > Bank.MAX_MEMBERS) {
      throw new ConfigurationException(
          "%s: names %d branches, and the most are %d"
              .formatted(file, members.size(), Bank.MAX_MEMBERS));
    }
    if (!fitIntoOneMessage(members)) {
      throw new ConfigurationException(
          file + ": names and hosts have more than 48 KiB together, too much for one message");
    }
  }

  static boolean fitIntoOneMessage(List<Member> members) {
    int together = 0;
    for (Member member : members) {
      together += (member.name() + member.host()).getBytes(StandardCharsets.UTF_8).length;
    }
    return together <= MAX_TOGETHER;
  }

  private static List<Member> together(String where, String content) throws ConfigurationException {
    String[] fields = content.split("\\s+", -1);
    if (fields.length != 3) {
      throw new ConfigurationException(
          where
              + "expected NAME HOST PORT, found "
              + fields.length
              + " field"
              + (fields.length == 1 ? "" : "s"));
    }
    String port = fields[2];
    if (!port.matches("-?\\d+")) {
      throw new ConfigurationException(where + Place.shown("port '" + port + "' is not a number"));
    }
    if (port.length() > MAX_DIGITS) {
      throw new ConfigurationException(
          where + Place.shown("port " + port + " is not between 1 and 65535"));
    }
    try {
      List<Member> members = new ArrayList<>();
      for (String name : fields[0].split(",", -1)) {
        members.add(new Member(name, fields[1], Integer.parseInt(port)));
      }
      return members;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(where + Place.shown(String.valueOf(e.getMessage())), e);
    }
  }

  private static void once(Map<String, Integer> seen, String what, int number, String text)
      throws ConfigurationException {
    Integer earlier = seen.putIfAbsent(what, number);
    if (earlier != null) {
      throw new ConfigurationException(text + " was used in line " + earlier);
    }
  }
}
