package dev.overwinter.backups.objectstore;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A piece of an object that can be sent more than once: in memory, or in a file that nobody else
/// sees when it is large. For one thread at a time.
public final class Part implements Closeable {
  /// Larger ones are no matter of a worker's heap.
  private static final long IN_MEMORY = 32L << 20;

  private final long capacity;
  private final byte @Nullable [] memory;
  private final @Nullable Path path;
  private final @Nullable FileChannel file;
  private long bytes;

  Part(long capacity) throws IOException {
    this.capacity = capacity;
    if (capacity <= IN_MEMORY) {
      memory = new byte[Math.toIntExact(capacity)];
      path = null;
      file = null;
    } else {
      memory = null;
      path = Files.createTempFile("overwinter-part", "");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
  }

  /// How many bytes are in it.
  public long bytes() {
    return bytes;
  }

  long capacity() {
    return capacity;
  }

  long room() {
    return capacity - bytes;
  }

  void clear() {
    bytes = 0;
  }

  /// Takes as many as there is room for.
  int write(byte[] from, int offset, int length) throws IOException {
    var taken = (int) Math.min(length, room());
    if (memory != null) {
      System.arraycopy(from, offset, memory, Math.toIntExact(bytes), taken);
    } else if (file != null) {
      var buffer = ByteBuffer.wrap(from, offset, taken);
      while (buffer.hasRemaining()) {
        var _ = file.write(buffer, bytes + buffer.position() - offset);
      }
    }
    bytes += taken;
    return taken;
  }

  /// What is in it, each time from its beginning.
  public InputStream read() {
    if (memory != null) {
      return new ByteArrayInputStream(memory, 0, Math.toIntExact(bytes));
    }
    try {
      // A channel of its own: the other one is closed with the part.
      return new Bounded(
          Channels.newInputStream(
              FileChannel.open(java.util.Objects.requireNonNull(path), StandardOpenOption.READ)),
          bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
