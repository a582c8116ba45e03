/** Channels over TCP, with Netty. */
module cutline.tcp {
  requires transitive cutline.runtime;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires static transitive org.jspecify;

  exports cutline.tcp;
}
