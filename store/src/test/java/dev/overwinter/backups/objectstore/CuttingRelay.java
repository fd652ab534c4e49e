package dev.overwinter.backups.objectstore;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// A network that breaks: passes bytes on to a real store, and cuts connections that have carried
/// so many of them in one direction, as often as it is told.
final class CuttingRelay implements Closeable {
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int to;
  private final long after;
  private final AtomicInteger cuts;

  CuttingRelay(URI store, long after, int cuts) throws IOException {
    to = store.getPort();
    this.after = after;
    this.cuts = new AtomicInteger(cuts);
    var _ = Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  int cutsLeft() {
    return Math.max(0, cuts.get());
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var near = listening.accept();
        var far = new Socket(InetAddress.getLoopbackAddress(), to);
        var _ = Thread.ofVirtual().start(() -> carry(near, far));
        var _ = Thread.ofVirtual().start(() -> carry(far, near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void carry(Socket from, Socket on) {
    try (from;
        on) {
      carry(from.getInputStream(), on.getOutputStream());
    } catch (IOException over) {
      return;
    }
  }

  private void carry(InputStream in, OutputStream out) throws IOException {
    var buffer = new byte[1 << 14];
    var carried = 0L;
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      carried += read;
      if (carried > after && cuts.getAndDecrement() > 0) {
        return;
      }
      out.write(buffer, 0, read);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
