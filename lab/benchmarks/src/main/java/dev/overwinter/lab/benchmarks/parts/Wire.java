package dev.overwinter.lab.benchmarks.parts;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that is kept, for one thread: as little of a client as there can be, so that what
/// is measured is the other side.
public final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final int port;
  private Socket socket;
  private InputStream in;

  /// Connects to a port of this machine.
  public Wire(int port) throws IOException {
    this.port = port;
    socket = connect(port);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /// An answer.
  ///
  /// @param status as HTTP has it
  /// @param body as text
  public record Answer(int status, String body) {}

  /// Sends a request and reads its answer to the end. A connection that the other side has closed
  /// after its last answer is made anew, which is part of the time.
  ///
  /// @return the status
  public int send(byte[] request) throws IOException {
    return ask(request).status();
  }

  /// The same, and keeps what was answered.
  public Answer ask(byte[] request) throws IOException {
    try {
      return askOnce(request);
    } catch (EOFException | SocketException closed) {
      socket.close();
      socket = connect(port);
      in = new BufferedInputStream(socket.getInputStream());
      return askOnce(request);
    }
  }

  private Answer askOnce(byte[] request) throws IOException {
    var out = socket.getOutputStream();
    out.write(request);
    out.flush();
    var status = line();
    long length = 0;
    var inChunks = false;
    for (var header = line(); !header.isEmpty(); header = line()) {
      var lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        inChunks = true;
      }
    }
    if (inChunks) {
      return chunked(Integer.parseInt(status.split(" ", 3)[1]));
    }
    return new Answer(
        Integer.parseInt(status.split(" ", 3)[1]),
        new String(in.readNBytes((int) length), StandardCharsets.UTF_8));
  }

  private Answer chunked(int status) throws IOException {
    var body = new ByteArrayOutputStream();
    for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      in.skipNBytes(2);
    }
    line();
    return new Answer(status, body.toString(StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed");
      }
      if (next != '\r') {
        text.append((char) next);
      }
    }
    return text.toString();
  }

  /// A GET, ready to be sent.
  public static byte[] get(String target, String headers) {
    return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
        .formatted(target, headers)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// A POST of JSON, ready to be sent.
  public static byte[] post(String target, String headers, byte[] body) {
    var head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(target, headers, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    var all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
