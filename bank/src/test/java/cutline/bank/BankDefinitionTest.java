package cutline.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import cutline.bank.config.Member;
import cutline.bank.domain.DurationRange;
import cutline.bank.domain.Rhythm;
import cutline.bank.domain.Traffic;
import cutline.bank.wire.InitBranch;
import cutline.core.ChannelOrder;
import cutline.runtime.MalformedException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BankDefinitionTest {

  static final Traffic TRAFFIC =
      Traffic.irregular(
          Duration.ofMillis(200),
          new DurationRange(Duration.ofMillis(1), Duration.ofMillis(500)),
          100,
          -7);
  private static final List<Member> MEMBERS =
      List.of(
          new Member("A", "127.0.0.1", 9091),
          new Member("Ü", "café.example", 65_535),
          new Member("C", "::1", 1));
  static final BankDefinition BANK = BankDefinition.dealt(4_001, MEMBERS, TRAFFIC);

  /** SHA-256 of "4001\nA 127.0.0.1 9091\nÜ café.example 65535\nC ::1 1\n", the first half. */
  @Test
  void theOrderOfItsChannelsIsToldAndNoPartOfItsId() throws Exception {
    BankDefinition unordered = BANK.withOrder(ChannelOrder.NON_FIFO);
    assertThat(unordered.id()).isEqualTo(BANK.id());
    assertThat(unordered.topology().order()).isEqualTo(ChannelOrder.NON_FIFO);
    assertThat(unordered.address().order()).isEqualTo(ChannelOrder.NON_FIFO);
    assertThat(BankDefinition.of(unordered.initBranch("C"))).isEqualTo(unordered);
    assertThat(BANK.topology().order()).isEqualTo(ChannelOrder.FIFO);
    assertThat(BankDefinition.of(unordered.initBranch("C").toBuilder().clearNonFifo().build()))
        .isEqualTo(BANK);
  }

  @Test
  void theIdIsADigestOfTotalAndMembers() {
    assertThat(BANK.id()).isEqualTo("ee329acfac6f399688be290f0593f925");
  }

  @Test
  void trafficIsNotPartOfTheIdentity() {
    Traffic other = Traffic.irregular(Duration.ZERO, DurationRange.NONE, 1, 1);
    assertThat(BankDefinition.dealt(4_001, MEMBERS, other).id()).isEqualTo(BANK.id());
  }

  @Test
  void totalOrderAndAddressesArePartOfTheIdentity() {
    List<Member> moved = List.of(MEMBERS.get(0), MEMBERS.get(1), new Member("C", "::1", 2));
    assertThat(
            List.of(
                BankDefinition.dealt(4_000, MEMBERS, TRAFFIC).id(),
                BankDefinition.dealt(4_001, MEMBERS.reversed(), TRAFFIC).id(),
                BankDefinition.dealt(4_001, MEMBERS.subList(0, 2), TRAFFIC).id(),
                BankDefinition.dealt(4_001, moved, TRAFFIC).id(),
                BANK.id()))
        .doesNotHaveDuplicates();
  }

  @Test
  void sharesAreDealtInTheOrderOfTheMembers() {
    assertThat(BANK.share("A")).isEqualTo(1_334);
    assertThat(BANK.share("Ü")).isEqualTo(1_334);
    assertThat(BANK.share("C")).isEqualTo(1_333);
    assertThat(BANK.topology().names()).containsExactly("A", "C", "Ü");
  }

  /** SHA-256 of "clients\nA 5\nC 0\nÜ 7\n", the first half. */
  @Test
  void theIdOfClientsIsADigestOfNamesAndOpeningBalances() {
    BankDefinition clients = BankDefinition.joined(MEMBERS, List.of(5L, 7L, 0L), TRAFFIC);
    assertThat(clients.id()).isEqualTo("71b5af08c278c0f28ec69e92efa6797a");
    assertThat(clients.total()).isEqualTo(12);
    List<Member> moved =
        List.of(new Member("C", "::2", 7), MEMBERS.get(1), new Member("A", "elsewhere", 8));
    assertThat(BankDefinition.joined(moved, List.of(0L, 7L, 5L), TRAFFIC).id())
        .isEqualTo(clients.id());
    assertThat(BankDefinition.joined(MEMBERS, List.of(5L, 6L, 1L), TRAFFIC).id())
        .isNotEqualTo(clients.id());
  }

  @Test
  void accountsAreToldTooAndArePartOfTheIdentity() throws Exception {
    BankDefinition bank = BankDefinition.dealt(4_001, MEMBERS, 1_000, TRAFFIC);
    assertThat(BankDefinition.of(bank.initBranch("C"))).isEqualTo(bank);
    assertThat(bank.id()).isNotEqualTo(BANK.id());
    InitBranch silent = BANK.initBranch("C").toBuilder().clearAccounts().build();
    assertThat(BankDefinition.of(silent)).isEqualTo(BANK);
  }

  @Test
  void aRegularRhythmIsToldToo() throws Exception {
    Traffic regular = TRAFFIC.with(new Rhythm.Regular(Duration.ofSeconds(3), 0.25));
    BankDefinition bank = BankDefinition.dealt(4_001, MEMBERS, regular);
    assertThat(BankDefinition.of(bank.initBranch("C"))).isEqualTo(bank);
  }

  @Test
  void aRequestDescribesTheWholeBank() throws Exception {
    for (String name : BANK.names()) {
      InitBranch request = InitBranch.parseFrom(BANK.initBranch(name).toByteArray());
      assertThat(request.getYou()).isEqualTo(name);
      assertThat(BankDefinition.of(request)).isEqualTo(BANK);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void contradictionsAreRefused(String name, String why, Consumer<InitBranch.Builder> change) {
    InitBranch.Builder request = BANK.initBranch("C").toBuilder();
    change.accept(request);
    assertThatThrownBy(() -> BankDefinition.of(request.build()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  static Stream<Arguments> contradictionsAreRefused() {
    String unfit = "the bank's id or the shares do not fit its total and branches";
    return Stream.of(
        change("another id", unfit, r -> r.setBank("0".repeat(32))),
        change("no id", unfit, r -> r.clearBank()),
        change("another total", unfit, r -> r.setTotal(4_000)),
        change("a negative total", "$-1 for 3 branches", r -> r.setTotal(-1)),
        change("no accounts", "-1 accounts, and a branch has 1 to", r -> r.setAccounts(-1)),
        change(
            "too many accounts",
            "10000001 accounts, and a branch has 1 to",
            r -> r.setAccounts(10_000_001)),
        change("other accounts", unfit, r -> r.setAccounts(2)),
        change("a share too high", unfit, r -> r.getMembersBuilder(0).setShare(1_335)),
        change("a negative share", unfit, r -> r.getMembersBuilder(2).setShare(-1)),
        change("the highest share", unfit, r -> r.getMembersBuilder(2).setShare(Long.MAX_VALUE)),
        change("a stranger", "X is not one of the branches", r -> r.setYou("X")),
        change("nobody", " is not one of the branches", r -> r.clearYou()),
        change("no branch", "0 branches, and a bank has 1 to 256", r -> r.clearMembers()),
        change("a branch less", unfit, r -> r.removeMembers(0)),
        change("a branch twice", "a branch is named twice", r -> r.addMembers(r.getMembers(2))),
        change("another order", unfit, r -> r.addMembers(r.getMembers(0)).removeMembers(0)),
        change("a wrong name", "'a b' is not a name", r -> r.getMembersBuilder(0).setName("a b")),
        change("no name", "'' is not a name", r -> r.getMembersBuilder(0).clearName()),
        change("a long name", "is not a name", r -> r.getMembersBuilder(0).setName("a".repeat(65))),
        change("port 0", "port 0 is not", r -> r.getMembersBuilder(0).setPort(0)),
        change("port 65536", "port 65536 is not", r -> r.getMembersBuilder(0).setPort(65_536)),
        change("port 2^32-1", "port -1 is not", r -> r.getMembersBuilder(0).setPort(-1)),
        change("no host", "'' is not a host", r -> r.getMembersBuilder(0).clearHost()),
        change("a wrong host", "is not a host", r -> r.getMembersBuilder(0).setHost("a\nb")),
        change(
            "a long host", "is not a host", r -> r.getMembersBuilder(0).setHost("a".repeat(254))),
        change("another host", unfit, r -> r.getMembersBuilder(0).setHost("127.0.0.2")),
        change("no traffic", "transfers of at most $0", r -> r.clearTraffic()),
        change(
            "amounts of 0", "transfers of at most $0", r -> r.getTrafficBuilder().setMaxAmount(0)),
        change("time back", "a transfer every PT-", r -> r.getTrafficBuilder().setEveryNanos(-1)),
        change(
            "too rare transfers",
            "a transfer every PT",
            r -> r.getTrafficBuilder().setEveryNanos(Long.MAX_VALUE)),
        change(
            "a negative delay",
            "durations from PT-",
            r -> r.getTrafficBuilder().setDelayMinNanos(-1)),
        change(
            "a delay that ends before it begins",
            "durations from PT",
            r -> r.getTrafficBuilder().setDelayMinNanos(501_000_000)),
        change(
            "a delay for ever",
            "durations from PT",
            r -> r.getTrafficBuilder().setDelayMaxNanos(Long.MAX_VALUE)));
  }

  @Test
  void fieldsOfLaterVersionsContradictNothing() throws MalformedException {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    InitBranch.Builder request = BANK.initBranch("C").toBuilder().setUnknownFields(later);
    request.getTrafficBuilder().setUnknownFields(later);
    assertThat(BankDefinition.of(request.build())).isEqualTo(BANK);
  }

  private static Arguments change(String name, String why, Consumer<InitBranch.Builder> change) {
    return Arguments.of(name, why, change);
  }

  /** The channels of 5,000 branches would be 25 million. */
  @Test
  void tooManyBranchesAreRefusedBeforeTheyCostAnything() throws MalformedException {
    InitBranch.Builder request = InitBranch.newBuilder().setYou("0").setTotal(1);
    request.getTrafficBuilder().setMaxAmount(1);
    for (int i = 0; i < 5_000; i++) {
      request.addMembersBuilder().setName("" + i).setHost("h").setPort(1);
    }
    assertThatThrownBy(() -> BankDefinition.of(request.build()))
        .isInstanceOf(MalformedException.class)
        .hasMessage("5000 branches, and a bank has 1 to 256");
    List<Member> most =
        IntStream.range(0, 256).mapToObj(i -> new Member("B" + i, "h", i + 1)).toList();
    BankDefinition large = BankDefinition.dealt(Long.MAX_VALUE, most, TRAFFIC);
    assertThat(BankDefinition.of(large.initBranch("B255"))).isEqualTo(large);
  }

  /** As long as branches.txt allows them to be. */
  @Test
  void theMostMembersFitIntoOneMessage() {
    List<Member> most =
        IntStream.rangeClosed(1, 256)
            .mapToObj(i -> new Member("B" + i, "h".repeat(180), i))
            .toList();
    BankDefinition bank = BankDefinition.dealt(Long.MAX_VALUE, most, TRAFFIC);
    assertThat(bank.initBranch("B256").getSerializedSize()).isLessThan(60 * 1024);
  }
}
