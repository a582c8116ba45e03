package cutline.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process has done or seen. Amounts and balances are in dollars. A message, be it money or a
 * marker, has an id that no other message of its channel has.
 */
public sealed interface Action {

  /** What the event log calls it. */
  String type();

  /** What leaves the process on a channel. */
  sealed interface Outgoing extends Action {

    /** The receiver. */
    String to();

    /** The id, in this channel. */
    String message();
  }

  /** What comes to the process on a channel. */
  sealed interface Incoming extends Action {

    /** The sender. */
    String from();

    /** The id, in this channel. */
    String message();
  }

  /** What belongs to one snapshot. */
  sealed interface OfSnapshot extends Action {

    /** Its id. */
    String snapshot();
  }

  /**
   * The process sends money.
   *
   * @param amount at least 1
   * @param balance afterwards, or null if it is not known
   */
  record Send(String to, String message, long amount, @Nullable Long balance) implements Outgoing {
    @Override
    public String type() {
      return "send";
    }
  }

  /**
   * The process receives money.
   *
   * @param amount at least 1
   * @param balance afterwards, or null if it is not known
   * @param recorded the snapshots in which the process counts the money as in flight
   */
  record Receive(
      String from, String message, long amount, @Nullable Long balance, List<String> recorded)
      implements Incoming {

    /** Keeps a copy of the list. */
    public Receive {
      recorded = List.copyOf(recorded);
    }

    @Override
    public String type() {
      return "receive";
    }
  }

  /**
   * The process records its local state: the cut of the snapshot passes here. It stands before the
   * receipt of the marker that is the reason.
   *
   * @param balance what it records, or null if that is not known
   */
  record RecordState(String snapshot, @Nullable Long balance) implements OfSnapshot {
    @Override
    public String type() {
      return "record";
    }
  }

  /** The process sends a marker. */
  record MarkerSend(String to, String message, String snapshot) implements Outgoing, OfSnapshot {
    @Override
    public String type() {
      return "marker-send";
    }
  }

  /** The process receives a marker. */
  record MarkerReceive(String from, String message, String snapshot)
      implements Incoming, OfSnapshot {
    @Override
    public String type() {
      return "marker-receive";
    }
  }

  /** The recorded state of the channel is final. */
  record ChannelClosed(String from, String snapshot) implements OfSnapshot {
    @Override
    public String type() {
      return "channel-closed";
    }
  }

  /** All channels to the process are closed: its part of the snapshot is final. */
  record Complete(String snapshot) implements OfSnapshot {
    @Override
    public String type() {
      return "complete";
    }
  }

  /**
   * The process learns that the snapshot comes to nothing, or gives up its part.
   *
   * @param reason why, in a sentence, or null if it is not known
   */
  record Abort(String snapshot, @Nullable String reason) implements OfSnapshot {
    @Override
    public String type() {
      return "abort";
    }
  }

  /** The process is killed. */
  record Kill() implements Action {
    @Override
    public String type() {
      return "kill";
    }
  }

  /**
   * The process is back.
   *
   * @param balance with what it comes back, or null if that is not known
   */
  record Restart(@Nullable Long balance) implements Action {
    @Override
    public String type() {
      return "restart";
    }
  }

  /**
   * The process goes back to its part of a snapshot, as all do; what was in flight in it has come.
   * Other messages from before are void, on both sides.
   *
   * @param balance with what it goes on, or null if that is not known
   */
  record Restore(String snapshot, @Nullable Long balance) implements Action {
    @Override
    public String type() {
      return "restore";
    }
  }

  /** The process has a connection to a peer. */
  record Connect(String peer) implements Action {
    @Override
    public String type() {
      return "connect";
    }
  }

  /** The process has no connection to a peer any more. */
  record Disconnect(String peer) implements Action {
    @Override
    public String type() {
      return "disconnect";
    }
  }

  /**
   * Something is missing here in what is told of the process.
   *
   * @param reason what, in words
   * @param balance with what it goes on, or null if that is not known
   */
  record Gap(String reason, @Nullable Long balance) implements Action {

    /** One behind which the balance is not known. */
    public Gap(String reason) {
      this(reason, null);
    }

    @Override
    public String type() {
      return "gap";
    }
  }
}
