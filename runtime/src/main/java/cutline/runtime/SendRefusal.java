package cutline.runtime;

import cutline.core.Channel;
import cutline.core.SnapshotId;

/** Why a message was not accepted; nothing has changed, and later it may be. */
public sealed interface SendRefusal {

  /**
   * The receiver is too far behind.
   *
   * @param channel the channel that is full
   * @param unacknowledged how many messages it holds
   */
  record ChannelFull(Channel channel, int unacknowledged) implements SendRefusal {

    @Override
    public String toString() {
      return "channel %s is full: %s has not acknowledged %d messages"
          .formatted(channel, channel.to(), unacknowledged);
    }
  }

  /**
   * The system is about to go back to a snapshot.
   *
   * @param snapshot the snapshot
   */
  record Restoring(SnapshotId snapshot) implements SendRefusal {

    @Override
    public String toString() {
      return "a restore of snapshot " + snapshot + " is under way";
    }
  }
}
