package dev.overwinter.lab.acceptance;

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

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  /// @throws CompletionException when the handshake is refused
  UniverseEar(URI api, String token) {
    socket =
        CLIENT
            .newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .buildAsync(
                URI.create(api.toString().replaceFirst("http", "ws") + "/ws?token=" + token), this)
            .join();
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

  /// Waits for a message of a type.
  void hear(String type) throws InterruptedException {
    while (true) {
      var message = heard.poll(20, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing was said for 20 s, awaited " + type);
      }
      if (message.contains("\"" + type + "\"")) {
        return;
      }
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
