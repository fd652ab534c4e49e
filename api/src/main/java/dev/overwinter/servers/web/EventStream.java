package dev.overwinter.servers.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/// Server-sent events on one response, written by the request's own (virtual) thread, so a slow
/// reader holds up nobody else. An [IOException] means that the reader is gone.
final class EventStream {
  private final OutputStream out;

  EventStream(HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    // Proxies such as nginx would otherwise keep events back.
    response.setHeader("X-Accel-Buffering", "no");
    this.out = response.getOutputStream();
    write("retry: 2000\n\n");
  }

  /// One event; the data is a single line, as JSON always is.
  void send(String event, String data) throws IOException {
    write("event: " + event + "\ndata: " + data + "\n\n");
  }

  /// One event that a reader can resume after.
  void send(long id, String event, String data) throws IOException {
    write("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n");
  }

  /// Shows that the connection lives.
  void beat() throws IOException {
    write(": \n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
