package cutline.cli.live;

import cutline.bank.BankAddress;
import cutline.bank.MemberWatch;
import cutline.bank.config.ConfigurationException;
import cutline.bank.domain.BankSnapshot;
import cutline.cli.attach.Attachment;
import cutline.cli.command.Addresses;
import cutline.cli.command.CommandException;
import cutline.cli.command.Protocol;
import cutline.cli.snapshots.Archivist;
import cutline.cli.web.WebChoice;
import cutline.cli.web.WebPage;
import cutline.console.log.Notice;
import cutline.runtime.Ticker;
import cutline.trace.LogHeader;
import cutline.trace.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The console of a bank that others have started: what its members do, they are asked. */
public final class BankView implements AutoCloseable {

  /** How long a member may take to answer until it is said to be away. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * From an answer to the next question; so much for each member if there is more than an answer
   * holds. A bank that does more than can be fetched so is shown with gaps, and the page answers.
   */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final long UNKNOWN = -1;

  private final Attachment bank;
  private final ShownLog shown;
  private final LiveLog log;
  private final ViewOrders orders;
  private final AtomicLong firstEra = new AtomicLong(UNKNOWN);
  private final List<Thread> threads = new ArrayList<>();

  private BankView(Attachment bank, ShownLog shown, Archivist archivist) {
    this.bank = bank;
    this.shown = shown;
    this.log = new LiveLog(List.of(shown));
    this.orders = new ViewOrders(bank, archivist, shown);
  }

  /**
   * Begins to show a bank, which need not be there yet, if that is wanted.
   *
   * @param members what its members are called
   * @param timeout how long snapshots wait for members
   * @param archivist keeps the snapshots that are taken on the page
   * @param told is told what people are to know about the page, in lines
   * @return null if it is not wanted
   * @throws CommandException if the page cannot be served
   */
  public static @Nullable BankView open(
      WebChoice choice,
      BankAddress address,
      String members,
      Duration timeout,
      Archivist archivist,
      Consumer<String> told)
      throws CommandException, ConfigurationException {
    if (!choice.isWanted()) {
      return null;
    }
    BankView view =
        new BankView(
            new Attachment(Protocol.of(address.order()).open(), address, null, timeout),
            new ShownLog(choice.address(), members),
            archivist);
    boolean begun = false;
    try {
      view.begin(choice, told);
      begun = true;
      return view;
    } finally {
      if (!begun) {
        view.close();
      }
    }
  }

  private void begin(WebChoice choice, Consumer<String> told)
      throws CommandException, ConfigurationException {
    BankAddress address = bank.bank();
    log.begin(
        new LogHeader(
            address.id(), new Processes(address.names()), null, address.total(), address.order()),
        Map.of());
    shown.obey(orders);
    WebPage page = shown.serve(bank::connect);
    if (page != null) {
      choice.tell(page, told);
    }
    address.names().forEach(member -> start(() -> follow(member)));
    start(this::letGo);
  }

  private void start(Runnable task) {
    // A busy virtual thread would leave none to those who answer the page.
    threads.add(Thread.ofPlatform().name("view of a bank").daemon().start(task));
  }

  private void follow(String member) {
    MemberView view =
        new MemberView(member, this::firstEra, log::take, text -> shown.notice(Notice.of(text)));
    try (MemberWatch watch =
        new MemberWatch(
            bank.bank(),
            member,
            bank.network().transport(Addresses.of(bank.bank().members())),
            Ticker.system(),
            view)) {
      while (true) {
        boolean more = watch.fetch(PATIENCE);
        watch.pause(more ? PAUSE.multipliedBy(bank.bank().members().size()) : PAUSE);
      }
    } catch (InterruptedException e) {
      // The view has ended.
    } catch (ArithmeticException e) {
      view.refused("it tells of more money than there can be");
    }
  }

  private long firstEra(long ofMember) {
    firstEra.compareAndSet(UNKNOWN, ofMember);
    return firstEra.get();
  }

  private void letGo() {
    try {
      while (true) {
        Thread.sleep(PATIENCE);
        log.letGo();
      }
    } catch (InterruptedException e) {
      // The view has ended.
    }
  }

  /** A snapshot was decided that was not ordered on the page. */
  public void decided(BankSnapshot snapshot) {
    shown.decided(snapshot);
  }

  /** Ends the page; the bank goes on. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    orders.close();
    shown.close();
    bank.close();
  }
}
