package dev.overwinter.lab.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One session at an [EchoGame] through which random bytes flow all the time; each block that comes
/// back must have the checksum of the block that went.
final class CheckedStream implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Socket socket;
  private final AtomicLong returned = new AtomicLong();
  private volatile boolean closed;
  private volatile @Nullable String problem;

  CheckedStream(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    Thread.ofVirtual().start(this::flow);
  }

  private void flow() {
    var random = new Random(42);
    var block = new byte[BLOCK];
    try {
      while (!closed) {
        random.nextBytes(block);
        socket.getOutputStream().write(block);
        var back = socket.getInputStream().readNBytes(BLOCK);
        if (checksum(back) != checksum(block)) {
          throw new IOException("another block came back");
        }
        returned.addAndGet(BLOCK);
      }
    } catch (IOException e) {
      if (!closed) {
        problem = e + " after " + returned.get() + " bytes";
      }
    }
  }

  private static long checksum(byte[] bytes) {
    var sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  /// Bytes that have gone and come back.
  long bytes() {
    return returned.get();
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  void awaitBytes(long enough) {
    await().atMost(Stage.seconds(30)).until(() -> problem != null || returned.get() >= enough);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }
}
