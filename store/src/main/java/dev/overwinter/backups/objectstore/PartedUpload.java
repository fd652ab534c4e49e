package dev.overwinter.backups.objectstore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// An archive that goes to a store in parts, of which one is sent while the next is filled: two of
/// them are all that is held. What fails while it is sent is thrown by the next write.
public abstract class PartedUpload extends Upload {
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(1);

  private @Nullable Part filling;
  private @Nullable Part sent;
  private @Nullable FutureTask<Void> sending;
  private @Nullable Thread sender;
  private int number;
  private long offset;
  private boolean over;

  /// How large a part is, the first one being 0.
  protected abstract long size(int part);

  /// Sends one; called in order, by one thread at a time. Does again what can be done again.
  ///
  /// @param part the first one is 0
  /// @param at how many bytes went before it
  /// @param last whether it is the last; the only one that may be smaller, or empty
  protected abstract void send(int part, long at, Part content, boolean last) throws IOException;

  /// All parts have been sent: the object is there when this returns.
  ///
  /// @param bytes of all parts
  protected abstract void complete(long bytes) throws IOException;

  /// Nothing of it is kept.
  protected abstract void abort() throws IOException;

  @Override
  public final void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public final void write(byte[] bytes, int from, int length) throws IOException {
    var at = from;
    while (at < from + length) {
      var part = filling();
      if (part.room() == 0) {
        begin(part, false);
      } else {
        at += part.write(bytes, at, from + length - at);
      }
    }
  }

  private Part filling() throws IOException {
    if (filling == null) {
      filling = new Part(size(number));
    }
    return filling;
  }

  private void begin(Part part, boolean last) throws IOException {
    await();
    var free = sent;
    var which = number++;
    var at = offset;
    offset += part.bytes();
    var task =
        new FutureTask<Void>(() -> {
          send(which, at, part, last);
          return null;
        });
    sending = task;
    sent = part;
    filling = again(free, size(number));
    sender = Thread.ofVirtual().name("part").start(task);
  }

  private static @Nullable Part again(@Nullable Part used, long size) throws IOException {
    if (used == null) {
      return null;
    }
    if (used.capacity() != size) {
      used.close();
      return null;
    }
    used.clear();
    return used;
  }

  private void await() throws IOException {
    if (sending == null) {
      return;
    }
    try {
      sending.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        // As it is: who asked tells what is refused from what is away.
        case StoreRefused refused -> throw refused;
        case IOException failed -> throw new IOException(failed.getMessage(), failed);
        case null, default -> throw new IOException(e.getCause());
      }
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("a part was being sent").initCause(leaving);
    }
  }

  @Override
  public final void commit() throws IOException {
    begin(filling(), true);
    await();
    complete(offset);
    over = true;
  }

  @Override
  public final void close() throws IOException {
    try {
      if (!over) {
        over = true;
        stop();
        abort();
      }
    } finally {
      for (var part : new Part[] {filling, sent}) {
        if (part != null) {
          part.close();
        }
      }
    }
  }

  /// What arrives after an abort would be kept, and paid for, by some stores.
  private void stop() {
    if (sender == null) {
      return;
    }
    sender.interrupt();
    try {
      var _ = sender.join(ENDS_WITHIN);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }
}
