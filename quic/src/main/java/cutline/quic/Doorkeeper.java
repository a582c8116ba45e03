package cutline.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a server's socket and its codec, which takes the source of any datagram that names
 * a connection for the address of the peer, and answers what is shorter than the answer.
 *
 * <p>In comes what a peer sends, one that has shown its address; and what may begin a connection:
 * as long as it must be (RFC 9000, section 14.1), of our version, and naming no connection that
 * there is. Out goes what is for a peer, and to anybody else no more than he has just sent.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The promise tells.
final class Doorkeeper extends ChannelDuplexHandler {

  private static final int LEAST_INITIAL = 1200;
  private static final int LONG_HEADER = 0x80;
  private static final int TYPE = 0x30;
  private static final int VERSION_AT = 1;
  private static final int VERSION_1 = 1;
  private static final int ID_AT = VERSION_AT + Integer.BYTES + 1;

  /** How many connections there are from an address. */
  private final Map<InetSocketAddress, Integer> peers = new HashMap<>();

  /** The ids under which connections were begun. */
  private final Set<String> begun = new HashSet<>();

  private @Nullable InetSocketAddress sender;
  private String id = "";
  private int answerable;

  /** Whoever has sent the datagram that is read now is a peer, until this channel is closed. */
  void admit(Channel connection) {
    InetSocketAddress address = sender;
    if (address == null) {
      return;
    }
    String admitted = id;
    peers.merge(address, 1, Integer::sum);
    begun.add(admitted);
    connection
        .closeFuture()
        .addListener(_ -> {
          peers.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
          begun.remove(admitted);
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    DatagramPacket packet = (DatagramPacket) message;
    sender = packet.sender();
    answerable = packet.content().readableBytes();
    if (mayEnter(packet.content(), peers.containsKey(sender))) {
      context.fireChannelRead(packet);
    } else {
      packet.release();
    }
    sender = null;
  }

  private boolean mayEnter(ByteBuf in, boolean isPeer) {
    int at = in.readerIndex();
    if (!in.isReadable()) {
      return false;
    }
    if ((in.getByte(at) & LONG_HEADER) == 0) {
      return isPeer;
    }
    if (in.readableBytes() < ID_AT || in.getInt(at + VERSION_AT) != VERSION_1) {
      return false;
    }
    if ((in.getByte(at) & TYPE) != 0) {
      return isPeer;
    }
    int idLength = in.getUnsignedByte(at + ID_AT - 1);
    if (in.readableBytes() < Math.max(LEAST_INITIAL, ID_AT + idLength)) {
      return false;
    }
    id = ByteBufUtil.hexDump(in, at + ID_AT, idLength);
    return isPeer || !begun.contains(id);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof DatagramPacket packet && !peers.containsKey(packet.recipient())) {
      int size = packet.content().readableBytes();
      if (!packet.recipient().equals(sender) || size > answerable) {
        ReferenceCountUtil.release(packet);
        promise.setSuccess();
        return;
      }
      answerable -= size;
    }
    context.write(message, promise);
  }
}
