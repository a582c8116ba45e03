package cutline.runtime;

import cutline.core.Channel;

/**
 * A message was not accepted, because the receiver is too far behind.
 *
 * @param channel the channel that is full
 * @param unacknowledged how many messages it holds
 */
public record ChannelFull(Channel channel, int unacknowledged) {

  @Override
  public String toString() {
    return "channel %s is full: %s has not acknowledged %d messages"
        .formatted(channel, channel.to(), unacknowledged);
  }
}
