package dev.overwinter.proxy.seat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The locked file of one seat.
///
/// A process must not open the file of its own seat twice: closing any of its descriptors would
/// give the lock up.
final class SeatFile implements AutoCloseable {
  private static final int LONGEST = 64;

  private final FileChannel channel;

  private SeatFile(FileChannel channel) {
    this.channel = channel;
  }

  /// What somebody else's file says.
  ///
  /// @param alive whether its process lives
  /// @param text what it wrote last
  record Glance(boolean alive, String text) {}

  /// Locks `file`, which is made when missing; empty when another process has it.
  static Optional<SeatFile> lock(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (locks(channel)) {
      return Optional.of(new SeatFile(channel));
    }
    channel.close();
    return Optional.empty();
  }

  /// Looks at a file that exists and is not this process's own.
  static Glance glance(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Glance(!locks(channel), text(channel));
    }
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ofThisJvm) {
      return false;
    }
  }

  String text() throws IOException {
    return text(channel);
  }

  private static String text(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(LONGEST);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
  }

  /// Replaces the text; empty text means that nothing is left of the process.
  void write(String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
