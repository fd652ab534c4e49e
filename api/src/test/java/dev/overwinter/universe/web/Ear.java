package dev.overwinter.universe.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A client at a socket, which keeps what it hears.
final class Ear implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  /// @throws java.util.concurrent.CompletionException when the handshake is refused
  Ear(String url, String token, @Nullable Long cursor) {
    var address =
        url.replaceFirst("http", "ws")
            + "/ws?token="
            + token
            + (cursor == null ? "" : "&cursor=" + cursor);
    socket =
        CLIENT
            .newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .buildAsync(URI.create(address), this)
            .join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      try {
        heard.add(JSON.readTree(part.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
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

  /// The next message that is not about resources.
  JsonNode next() throws InterruptedException {
    while (true) {
      var message = any();
      if (!"resource_update".equals(message.path("type").asText())) {
        return message;
      }
    }
  }

  /// The next message of a type.
  JsonNode next(String type) throws InterruptedException {
    while (true) {
      var message = any();
      if (type.equals(message.path("type").asText())) {
        return message;
      }
    }
  }

  private JsonNode any() throws InterruptedException {
    var message = heard.poll(20, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing was said for 20 s");
    }
    return message;
  }

  /// With which code it was closed.
  int closed() throws InterruptedException {
    try {
      return closed.get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("not closed", e);
    }
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
