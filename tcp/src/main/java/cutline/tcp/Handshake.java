package cutline.tcp;

import cutline.runtime.admission.Limits;
import cutline.runtime.admission.Rejection;
import cutline.runtime.admission.Rejections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Reads the other side's preface, then makes place for the frames. */
abstract class Handshake extends ByteToMessageDecoder {

  final Limits limits;
  final Rejections rejections;

  Handshake(Limits limits, Rejections rejections) {
    this.limits = limits;
    this.rejections = rejections;
  }

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!context.channel().isActive()) {
      in.skipBytes(in.readableBytes());
    } else if (!Preface.canBe(in)) {
      String why = Preface.strange(in);
      in.skipBytes(in.readableBytes());
      refused(context, Rejection.NOT_CUTLINE, why);
    } else if (in.readableBytes() >= Preface.SIZE) {
      int version = Preface.takeVersion(in);
      if (version == Preface.VERSION) {
        agreed(context);
      } else {
        in.skipBytes(in.readableBytes());
        refused(
            context,
            Rejection.VERSION,
            "it speaks version " + version + ", this is version " + Preface.VERSION);
      }
    }
  }

  abstract void agreed(ChannelHandlerContext context);

  abstract void refused(ChannelHandlerContext context, Rejection reason, String why);

  /** From here on there are frames. */
  final void receive(ChannelHandlerContext context, Trunk trunk) {
    context
        .pipeline()
        .addAfter(context.name(), null, new FrameDecoder(trunk))
        .addLast(trunk)
        .remove(this);
  }
}
