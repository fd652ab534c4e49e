package dev.overwinter.notices.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A receiver on a real socket that answers with the bytes it is told to.
public final class Receiver implements AutoCloseable {
  /// What a request got.
  public interface Answering {
    /// Writes whatever a bad or good receiver would.
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile Answering answering = with("HTTP/1.1 204 No Content\r\n\r\n");

  /// Listens at once, in the clear or with a certificate.
  public Receiver(ServerSocket socket) {
    this.socket = socket;
    Thread.ofVirtual().start(this::listen);
  }

  /// In the clear.
  public static Receiver plain() {
    try {
      return new Receiver(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An answer of these characters.
  public static Answering with(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// From now on.
  public void answers(Answering how) {
    answering = how;
  }

  /// From now on, with an empty body.
  public void answers(int status) {
    answers(with("HTTP/1.1 " + status + " So\r\nContent-Length: 0\r\n\r\n"));
  }

  /// Heads and bodies of all requests, in order.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void listen() {
    while (!socket.isClosed()) {
      try {
        var caller = socket.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      var request = read(caller.getInputStream());
      if (!request.isEmpty()) {
        requests.add(request);
        answering.answer(caller.getOutputStream());
        caller.getOutputStream().flush();
      }
    } catch (IOException gone) {
      // The caller has had enough.
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    var length = head.toString().split("Content-Length: ", 2)[1].split("\r\n", 2)[0];
    return head + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
