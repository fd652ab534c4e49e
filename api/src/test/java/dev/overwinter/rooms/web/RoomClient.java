package dev.overwinter.rooms.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client at a room's socket, which keeps what it hears.
final class RoomClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  /// @throws java.util.concurrent.CompletionException when the handshake is refused
  RoomClient(String url, String path, Map<String, String> headers) {
    var builder = CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
    headers.forEach(builder::header);
    socket = builder.buildAsync(URI.create(url.replaceFirst("http", "ws") + path), this).join();
  }

  /// Somebody at a room in our own form.
  static RoomClient own(RoomStage stage, int api, String room, RoomStage.Guest who, String query) {
    return new RoomClient(
        stage.url(api),
        "/api/rooms/" + room + "/socket" + query,
        Map.of("Authorization", "Bearer " + who.token()));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      heard.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  /// The next frame as it is.
  String text() throws InterruptedException {
    var text = heard.poll(20, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing was said for 20 s");
    }
    return text;
  }

  /// The next frame that begins so.
  String text(String prefix) throws InterruptedException {
    while (true) {
      var text = text();
      if (text.startsWith(prefix)) {
        return text;
      }
    }
  }

  /// Whether this is said within a second, whatever else is.
  boolean hears(String expected) throws InterruptedException {
    var text = heard.poll(1, TimeUnit.SECONDS);
    while (text != null && !text.equals(expected)) {
      text = heard.poll(1, TimeUnit.SECONDS);
    }
    return text != null;
  }

  /// What was said and not yet read.
  List<String> rest() {
    var rest = new ArrayList<String>();
    heard.drainTo(rest);
    return rest;
  }

  JsonNode next() throws InterruptedException {
    try {
      return JSON.readTree(text());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /// The next frame of a type.
  JsonNode next(String type) throws InterruptedException {
    while (true) {
      var frame = next();
      if (type.equals(frame.path("type").asText())) {
        return frame;
      }
    }
  }

  /// The next event, whatever else is told between.
  JsonNode event() throws InterruptedException {
    while (true) {
      var frame = next();
      if (frame.path("seq").asLong() > 0
          && !frame.path("type").asText().equals("view")
          && !frame.has("re")) {
        return frame;
      }
    }
  }

  /// The answer to a command.
  JsonNode answer(String id) throws InterruptedException {
    while (true) {
      var frame = next();
      if (frame.has("re") && frame.path("re").asText().equals(id)) {
        return frame;
      }
    }
  }

  /// With which code it was closed.
  int closed() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  /// Goes without a word, as a phone does in a tunnel.
  void vanish() {
    close();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
