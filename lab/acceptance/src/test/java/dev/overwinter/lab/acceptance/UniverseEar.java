package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A player's socket at one api process, which keeps what it hears.
final class UniverseEar implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  /// @throws CompletionException when the handshake is refused
  UniverseEar(URI api, String token) {
    this(address(api, token));
  }

  /// One that is first told everything that happened and is still kept.
  static UniverseEar fromTheBeginning(URI api, String token) {
    return new UniverseEar(address(api, token) + "&cursor=0");
  }

  private UniverseEar(String address) {
    socket =
        CLIENT
            .newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .buildAsync(URI.create(address), this)
            .join();
  }

  private static String address(URI api, String token) {
    return api.toString().replaceFirst("http", "ws") + "/ws?token=" + token;
  }

  /// With which status an api refuses a socket; 101 when it does not.
  static int knock(URI api, String token) {
    try (var _ = new UniverseEar(api, token)) {
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
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

  /// Waits for a message of a type, and passes over all others.
  JsonNode hear(String type) throws InterruptedException {
    // Of resources there is always something to hear.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      var text = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (text == null) {
        throw new AssertionError("not heard for 20 s: " + type);
      }
      var message = read(text);
      if (message.path("type").asText().equals(type)) {
        return message;
      }
    }
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /// With which code it was closed.
  int closed() throws InterruptedException {
    try {
      return closed.get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("not closed", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
