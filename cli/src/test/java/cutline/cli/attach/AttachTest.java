package cutline.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import cutline.bank.BankAddress;
import cutline.bank.BankDefinition;
import cutline.cli.command.ExitCode;
import cutline.cli.command.Protocol;
import cutline.cli.running.RunningBanks;
import cutline.cli.running.SupervisorSocket;
import cutline.cli.testing.Said;
import cutline.cli.testing.SocketBank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of a bank that runs elsewhere, and how they end. */
class AttachTest {

  private final RunningBanks banks = new RunningBanks();
  private SocketBank branches;
  private BankDefinition bank;

  @BeforeEach
  void start() throws Exception {
    branches = new SocketBank(3);
    bank = branches.of(4_000);
    branches.takeExact(bank, 1);
  }

  @AfterEach
  void close() {
    banks.remove();
    branches.close();
  }

  private BankAddress address() {
    return bank.address();
  }

  private String member(int number) {
    return "127.0.0.1:" + bank.members().get(number).port();
  }

  private static Said succeeded(Said said) {
    assertThat(said.err()).isEmpty();
    assertThat(said.exitCode()).isEqualTo(ExitCode.OK);
    return said;
  }

  private static void assertFailed(Said said, int exitCode, String line) {
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).isEqualTo(line + "\n");
    assertThat(said.exitCode()).isEqualTo(exitCode);
  }

  // ----------------------------------------------------------- finding a bank

  @Test
  void anyMemberLeadsToTheWholeBank() {
    for (int number = 0; number < 3; number++) {
      Said said = succeeded(Said.by("status", "--bank", member(number)));
      assertThat(said.out()).startsWith("Bank of 3 members · total $4,000\n");
    }
  }

  @Test
  void theOnlyBankNeedNotBeNamed() throws Exception {
    banks.add(address(), false);
    assertThat(succeeded(Said.by("status")).out()).startsWith("Bank of 3 members");
  }

  @Test
  void aBankOverUdpIsFoundLikeAnyOther() throws Exception {
    try (SocketBank unordered = new SocketBank(Protocol.UDP, 2)) {
      BankDefinition other = unordered.of(7);
      unordered.takeExact(other, 1);
      String member = "127.0.0.1:" + other.members().getFirst().port();
      Said said = succeeded(Said.by("snapshot", "--bank", member, "--transport", "udp"));
      assertThat(said.out()).endsWith("total           7  ✓ exact\n");
      banks.add(other.address(), false);
      assertThat(succeeded(Said.by("status")).out()).contains(member + " (UDP)  started");
      succeeded(Said.by("status", "--bank", member));
      assertFailed(
          Said.by("status", "--transport", "tcp"),
          ExitCode.NETWORK,
          "cutline status: you run no bank here over TCP: start one with `cutline demo`, or name a"
              + " member of one with --bank HOST:PORT");
    }
  }

  @Test
  void ofSeveralOneMustBeNamed() throws Exception {
    banks.add(address(), false);
    Path other = banks.socket().resolveSibling("1.bank");
    assertThat(ProcessHandle.of(1)).as("the process 1 is always there").isPresent();
    Files.write(other, List.of("bank=f00d", "total=7", "transport=udp", "member.0=X ::1 9091"));
    try {
      assertFailed(
          Said.by("status"),
          ExitCode.USAGE,
          "cutline status: you run several banks here, choose one:"
              + " --bank [::1]:9091 --transport udp ($7, 1 member), --bank %s ($4,000, 3 members)"
                  .formatted(member(0)));
      succeeded(Said.by("status", "--bank", member(1)));
      succeeded(Said.by("status", "--transport", "tcp"));
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void aBranchThatWaitsForAControllerIsNoBank() throws Exception {
    try (SocketBank fresh = new SocketBank(1)) {
      String where = "127.0.0.1:" + fresh.members().getFirst().port();
      assertFailed(
          Said.by("snapshot", "--bank", where),
          ExitCode.CONFIGURATION,
          "cutline snapshot: B0 waits for a controller and is part of no bank yet");
    }
  }

  @Test
  void whatWasABankOnceAnswersNoMore() throws Exception {
    banks.add(address(), false);
    branches.close();
    Said status = Said.by("status");
    assertThat(status.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(status.out())
        .contains("B0      %s  not reachable (nobody listens at %<s)".formatted(member(0)))
        .endsWith("balances add up to $0 of $4,000, without B0, B1, B2\n");
    assertFailed(
        Said.by("snapshot"),
        ExitCode.NETWORK,
        "cutline snapshot: no member of the bank answers: B0: nobody listens at %s, B1: nobody listens at %s, B2: nobody listens at %s"
            .formatted(member(0), member(1), member(2)));
  }

  // ------------------------------------------------------- snapshot and status

  @Test
  void aSnapshotIsExact() {
    Said said = succeeded(Said.by("snapshot", "--bank", member(0)));
    assertThat(said.out()).startsWith("Snapshot 1 from B0   markers 6   ");
    assertThat(said.out()).endsWith("total       4,000  ✓ exact\n");
  }

  @Test
  void anyMemberMayInitiateItAndMoreThanOnce() {
    Said said = succeeded(Said.by("snapshot", "--bank", member(0), "--from", "B2", "--count", "3"));
    assertThat(said.out().lines().filter(line -> line.startsWith("Snapshot ")))
        .hasSize(3)
        .allMatch(line -> line.contains(" from B2 "));
    assertThat(said.out().lines().filter(line -> line.endsWith("✓ exact"))).hasSize(3);
  }

  @Test
  void asJsonItIsOneLine() {
    Said said = succeeded(Said.by("snapshot", "--bank", member(0), "--json"));
    assertThat(said.out().lines()).hasSize(1);
    assertThat(said.out())
        .startsWith("{\"schema\":\"cutline.snapshot/1\",\"id\":\"B0.")
        .contains("\"total\":4000,\"expected\":4000,\"consistent\":true");
  }

  @Test
  void whoIsNoMemberInitiatesNone() {
    assertFailed(
        Said.by("snapshot", "--bank", member(0), "--from", "Z"),
        ExitCode.USAGE,
        "cutline snapshot: --from Z: the members are B0, B1, B2");
  }

  @Test
  void asJsonTheStatusIsOneObject() {
    Said said = succeeded(Said.by("status", "--bank", member(0), "--json"));
    assertThat(said.out().lines()).hasSize(1);
    assertThat(said.out())
        .startsWith(
            "{\"schema\":\"cutline.status/1\",\"bank\":\"%s\",\"total\":4000,\"transport\":\"tcp\",\"members\":[{\"name\":\"B0\",\"host\":\"127.0.0.1\","
                .formatted(bank.id()))
        .contains("\"state\":\"started\"", "\"connected\":2,\"peers\":2");
  }

  // ---------------------------------------------------------- kill and restart

  @ParameterizedTest
  @ValueSource(strings = {"kill", "restart"})
  void onlyADemosBranchesTakeSuchOrders(String order) throws Exception {
    String line =
        "cutline %s: only the branches of a demo can be killed and restarted: they are its processes"
            .formatted(order);
    assertFailed(Said.by(order, "B1", "--bank", member(0)), ExitCode.USAGE, line);
    banks.add(address(), false);
    assertFailed(Said.by(order, "B1"), ExitCode.USAGE, line);
  }

  private SupervisorSocket supervisor() throws IOException {
    banks.add(address(), true);
    return new SupervisorSocket(
        banks.socket(),
        order -> order.endsWith(" Z") ? "no: no branch is called Z" : "done: \"" + order + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "restart"})
  void theDemoAnswers(String order) throws Exception {
    try (SupervisorSocket _ = supervisor()) {
      assertThat(succeeded(Said.by(order, "B1")).out())
          .isEqualTo("done: \"%s B1\"\n".formatted(order));
      assertThat(succeeded(Said.by(order, "B1", "--bank", member(2))).out())
          .isEqualTo("done: \"%s B1\"\n".formatted(order));
      assertThat(succeeded(Said.by(order, "B1", "--json")).out())
          .isEqualTo(
              "{\"schema\":\"cutline.order/1\",\"order\":\"%s\",\"branch\":\"B1\",\"answer\":\"done: \\\"%<s B1\\\"\"}\n"
                  .formatted(order));
      assertFailed(
          Said.by(order, "Z", "--json"),
          ExitCode.USAGE,
          "cutline %s: no branch is called Z".formatted(order));
    }
    assertFailed(
        Said.by(order, "B1"),
        ExitCode.NETWORK,
        "cutline %s: the demo cannot be told: it takes no orders any more".formatted(order));
  }
}
