package dev.overwinter.notices.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The beginning of an answer: what its head says, and as much of its body as people are shown.
record Reply(int status, String said, Duration retryAfter) {
  private static final int MOST_HEAD = 16_384;
  private static final int MOST_BODY = 1_024;
  // The status is known by then: nobody waits long for its explanation.
  private static final int BODY_MILLIS = 1_000;

  static Reply none(String why) {
    return new Reply(0, why, Duration.ZERO);
  }

  /// Reads one from a stream. Bytes after what is read are left alone.
  static Reply read(Socket socket, InputStream in) throws IOException {
    var head = new Head(in);
    while (head.next()) {
      if (head.status >= 200) {
        return new Reply(head.status, body(socket, in, head.chunked), head.retryAfter);
      }
    }
    throw new EOFException("it closed the connection without an answer");
  }

  private static String body(Socket socket, InputStream in, boolean chunked) {
    var body = new ByteArrayOutputStream();
    var until = System.nanoTime() + BODY_MILLIS * 1_000_000L;
    try {
      socket.setSoTimeout(BODY_MILLIS);
      if (chunked) {
        // The size of the first chunk; people are shown no more than that one.
        var size = Integer.parseInt(Head.line(in, 16).strip(), 16);
        copy(in, body, Math.min(size, MOST_BODY), until);
      } else {
        copy(in, body, MOST_BODY, until);
      }
    } catch (IOException | NumberFormatException enough) {
      // What has come is shown.
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static void copy(InputStream in, ByteArrayOutputStream body, int most, long until)
      throws IOException {
    while (body.size() < most && System.nanoTime() < until) {
      var next = in.read();
      if (next < 0) {
        return;
      }
      body.write(next);
    }
  }

  /// One head after the other: a server may say 100 first.
  private static final class Head {
    private final InputStream in;
    private int left = MOST_HEAD;
    private int status;
    private boolean chunked;
    private Duration retryAfter = Duration.ZERO;

    Head(InputStream in) {
      this.in = in;
    }

    boolean next() throws IOException {
      var first = line();
      if (first.isEmpty()) {
        return false;
      }
      if (!first.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
        throw new IOException("it does not answer in HTTP/1.1");
      }
      status = Integer.parseInt(first.substring(9, 12));
      for (var line = line(); !line.isEmpty(); line = line()) {
        take(line);
      }
      return true;
    }

    private void take(String line) {
      var colon = line.indexOf(':');
      if (colon < 0) {
        return;
      }
      var value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        case "retry-after" -> retryAfter = seconds(value);
        default -> {}
      }
    }

    private static Duration seconds(String value) {
      if (value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000));
      }
      try {
        var at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
        var wait = Duration.between(Instant.now(), at);
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeException unreadable) {
        return Duration.ZERO;
      }
    }

    private String line() throws IOException {
      var line = line(in, left);
      left -= line.length() + 2;
      return line;
    }

    static String line(InputStream in, int most) throws IOException {
      var line = new StringBuilder();
      for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (line.length() >= most) {
          throw new IOException("its answer has too long a head");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }
}
