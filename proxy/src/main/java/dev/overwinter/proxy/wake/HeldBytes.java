package dev.overwinter.proxy.wake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicLong;

/// What one joiner has sent so far, bounded for itself and for all joiners together. It lives on
/// the heap and needs no release; [#close()] gives its share of the common bound back.
final class HeldBytes implements AutoCloseable {
  static final int PER_CONNECTION = 64 * 1024;
  static final int TOTAL = 8 * 1024 * 1024;

  private final AtomicLong total;
  private final ByteBuf bytes;

  HeldBytes(AtomicLong total, ByteBuf first) {
    this.total = total;
    this.bytes = Unpooled.buffer(first.readableBytes());
    add(first);
  }

  /// Keeps what was read; the caller still owns `read`. Reading must stop when this is [#full()].
  void add(ByteBuf read) {
    total.addAndGet(read.readableBytes());
    bytes.writeBytes(read, read.readerIndex(), read.readableBytes());
  }

  boolean full() {
    return bytes.readableBytes() >= PER_CONNECTION || total.get() >= TOTAL;
  }

  int size() {
    return bytes.readableBytes();
  }

  ByteBuf all() {
    return bytes;
  }

  @Override
  public void close() {
    total.addAndGet(-bytes.writerIndex());
  }
}
