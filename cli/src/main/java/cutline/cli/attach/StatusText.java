package cutline.cli.attach;

import cutline.bank.BankAddress;
import cutline.bank.config.Member;
import cutline.bank.wire.Peer;
import cutline.bank.wire.Status;
import cutline.cli.command.HostPort;
import cutline.cli.command.Protocol;
import cutline.cli.terminal.Colors;
import cutline.cli.text.Figures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;

/** How a bank is, as people read it. */
final class StatusText {

  private static final List<String> HEADINGS =
      List.of(
          "member", "address", "state", "balance", "sent", "received", "connected", "snapshots");
  private static final int STATE = 2;

  private StatusText() {}

  static List<String> lines(BankStatus status, Colors colors) {
    BankAddress bank = status.bank();
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    bank.members().forEach(member -> rows.add(row(member, status)));
    int[] widths = widths(rows);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Bank of %d member%s · total $%s"
            .formatted(
                bank.members().size(),
                bank.members().size() == 1 ? "" : "s",
                Figures.number(bank.total())));
    lines.add(colors.faint(line(rows.getFirst(), widths, text -> text)));
    for (int member = 0; member < bank.members().size(); member++) {
      Status said = status.statuses().get(bank.members().get(member).name());
      MemberState state = said == null ? MemberState.UNREACHABLE : MemberState.of(said);
      lines.add(line(rows.get(member + 1), widths, text -> colored(state, text, colors)));
    }
    lines.add(sum(status));
    return lines;
  }

  private static List<String> row(Member member, BankStatus status) {
    String address =
        Protocol.of(status.bank().order()).at(HostPort.text(member.host(), member.port()));
    Status said = status.statuses().get(member.name());
    if (said == null) {
      String why = BankStatus.reason(status.obstacles().getOrDefault(member.name(), ""));
      return List.of(member.name(), address, MemberState.UNREACHABLE.word() + " (" + why + ")");
    }
    return List.of(
        member.name(),
        address,
        MemberState.of(said).word(),
        Figures.number(said.getBalance()),
        Figures.number(said.getSent()),
        Figures.number(said.getReceived()),
        "%d/%d"
            .formatted(
                said.getPeersList().stream().filter(Peer::getConnected).count(),
                said.getPeersCount()),
        String.valueOf(said.getOpenCount()));
  }

  /** Why a member is not reachable may take the whole rest of its line. */
  private static int[] widths(List<List<String>> rows) {
    return IntStream.range(0, HEADINGS.size())
        .map(column ->
            rows.stream()
                .filter(row -> column < STATE || row.size() == HEADINGS.size())
                .mapToInt(row -> columns(row.get(column)))
                .max()
                .orElse(0))
        .toArray();
  }

  private static String line(List<String> row, int[] widths, UnaryOperator<String> state) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String text = row.get(column);
      String padding = " ".repeat(Math.max(0, widths[column] - columns(text)));
      String shown = column == STATE ? state.apply(text) : text;
      line.append("  ").append(column > STATE ? padding + shown : shown + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String colored(MemberState state, String text, Colors colors) {
    return switch (state) {
      case STARTED -> colors.good(text);
      case ASKED, WAITING, PAUSED -> colors.notable(text);
      case UNREACHABLE -> colors.bad(text);
    };
  }

  private static String sum(BankStatus status) {
    BigInteger balances = status.balances();
    String sum =
        "balances add up to $%s of $%s"
            .formatted(Figures.number(balances), Figures.number(status.bank().total()));
    if (!status.missing().isEmpty()) {
      return "%s, without %s".formatted(sum, String.join(", ", status.missing()));
    }
    return switch (balances.compareTo(BigInteger.valueOf(status.bank().total()))) {
      case -1 ->
          sum
              + ": the rest is in flight, or they were asked at different moments;"
              + " `cutline snapshot` tells";
      case 0 -> sum + ", asked at different moments; `cutline snapshot` tells what is in flight";
      default -> sum + ": they were asked at different moments; `cutline snapshot` tells";
    };
  }

  private static int columns(String text) {
    return new AttributedString(text).columnLength();
  }
}
