package dev.overwinter.proxy;

import dev.overwinter.servers.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// A game server on a real socket; what it does with a connection is up to the test.
public final class FakeGame implements AutoCloseable {
  /// What happens to one connection; the socket is closed afterwards.
  public interface Play {
    /// Plays until done.
    void with(Socket socket, InputStream in, OutputStream out) throws IOException;
  }

  /// Sends everything back and ends when the client does.
  public static final Play ECHO = (_, in, out) -> in.transferTo(out);

  private final ServerSocket listener = new ServerSocket();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Play play;
  private final Semaphore allowance;

  /// Plays on a free loopback port.
  public FakeGame(Play play) throws IOException {
    this(0, play);
  }

  /// Plays on a given loopback port.
  public FakeGame(int port, Play play) throws IOException {
    this(port, 1024, play);
  }

  private FakeGame(int port, int backlog, Play play) throws IOException {
    this.play = play;
    allowance = new Semaphore(backlog > 1 ? Integer.MAX_VALUE : 0);
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
    Thread.ofVirtual().start(this::accept);
  }

  /// A game that lets the kernel keep only one connection for it, as busy games do.
  public static FakeGame withFullHouse(Play play) throws IOException {
    return new FakeGame(0, 1, play);
  }

  /// Accepts so many connections more before it stands still until the next call.
  public void accept(int more) {
    allowance.release(more);
  }

  private void accept() {
    try {
      while (true) {
        allowance.acquireUninterruptibly();
        var socket = listener.accept();
        accepted.incrementAndGet();
        connections.add(socket);
        Thread.ofVirtual().start(() -> play(socket));
      }
    } catch (IOException _) {
      // Closed: the game is over.
    }
  }

  private void play(Socket socket) {
    try (socket) {
      play.with(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException _) {
      // The player or the test has ended it.
    }
  }

  /// Where it is.
  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", listener.getLocalPort());
  }

  /// How many connections it has accepted so far.
  public int accepted() {
    return accepted.get();
  }

  /// A loopback port where nobody listens, below those that the system gives to whoever connects:
  /// one of these could be taken before it is opened.
  public static int freePort() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          var _ = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException _) {
        // Somebody's: another one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : connections) {
      socket.close();
    }
  }
}
