package dev.overwinter.lab.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// People who join an [EchoGame], say something, hear it, leave, and come again, four at a time
/// without a pause.
final class Joiners implements AutoCloseable {
  private static final int TOGETHER = 4;
  private static final byte[] HELLO = {1, 2, 3, 4};

  private final int port;
  private final AtomicInteger joined = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Joiners(int port) {
    this.port = port;
    for (var i = 0; i < TOGETHER; i++) {
      threads.add(Thread.ofVirtual().start(this::come));
    }
  }

  private void come() {
    while (!closed) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(HELLO);
        if (Arrays.equals(socket.getInputStream().readNBytes(HELLO.length), HELLO)) {
          joined.incrementAndGet();
        } else {
          failures.add("closed before an answer, after " + joined.get());
        }
      } catch (IOException e) {
        failures.add(e + " after " + joined.get());
      }
    }
  }

  int joined() {
    return joined.get();
  }

  List<String> failures() {
    return failures;
  }

  void await(int enough) {
    Awaitility.await()
        .atMost(Stage.seconds(60))
        .until(() -> !failures.isEmpty() || joined.get() >= enough);
  }

  @Override
  public void close() {
    closed = true;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
