package dev.overwinter.lab.benchmarks.rooms.play;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Somebody who asks an api by HTTP, from an address of their own (behind the front that the
/// platforms of tests and benchmarks believe), with what proves who they are. Safe for use by many
/// threads.
public final class RoomCaller {
  private static final AtomicInteger STRANGERS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PAUSE_MILLIS = 300;
  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final List<URI> apis;
  private final String address;
  private final Map<String, String> proof;
  private final @Nullable Queue<String> seen;
  private final AtomicInteger api = new AtomicInteger();

  private RoomCaller(
      List<URI> apis, String address, Map<String, String> proof, @Nullable Queue<String> seen) {
    this.apis = List.copyOf(apis);
    this.address = address;
    this.proof = Map.copyOf(proof);
    this.seen = seen;
  }

  /// Somebody who has never called before and is nobody yet.
  ///
  /// @param apis asked in this order, the next one when one does not answer
  public static RoomCaller stranger(List<URI> apis) {
    int number = STRANGERS.incrementAndGet();
    var address =
        "198.%d.%d.%d".formatted(19 + number / 62_500, number / 250 % 250, 1 + number % 250);
    return new RoomCaller(apis, address, Map.of(), null);
  }

  /// The same person, of whom everything is kept that they are told.
  public RoomCaller keeping() {
    return new RoomCaller(apis, address, proof, new ConcurrentLinkedQueue<>());
  }

  /// The same person, who now can prove who they are.
  ///
  /// @param headers that do so
  public RoomCaller proven(Map<String, String> headers) {
    return new RoomCaller(apis, address, headers, seen);
  }

  /// The same person before other api processes.
  public RoomCaller at(URI... others) {
    return new RoomCaller(List.of(others), address, proof, seen);
  }

  /// What proves who they are, as headers.
  public Map<String, String> proof() {
    return proof;
  }

  /// Everything that they were told, as it came; nothing unless that is kept.
  public List<String> seen() {
    return seen == null ? List.of() : List.copyOf(seen);
  }

  /// Whether that is kept.
  boolean keeps() {
    return seen != null;
  }

  void told(String text) {
    if (seen != null) {
      seen.add(text);
    }
  }

  /// Which api is asked now.
  public URI api() {
    return apis.get(Math.floorMod(api.get(), apis.size()));
  }

  /// From now on another one is asked, if there is one.
  void turnAway() {
    api.incrementAndGet();
  }

  /// The headers of every request of theirs.
  Map<String, String> headers() {
    var headers = new TreeMap<>(proof);
    headers.put("X-Forwarded-For", address);
    return headers;
  }

  /// Asks once.
  ///
  /// @param body JSON; empty for none
  public Answer send(String method, String path, String body, Map<String, String> more)
      throws IOException {
    var headers = new TreeMap<>(headers());
    headers.put("Accept", "application/json");
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(more);
    var request =
        HttpRequest.newBuilder(URI.create(api() + path))
            .timeout(Duration.ofSeconds(40))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var answer = HTTP.send(request.build(), BodyHandlers.ofString());
      told(answer.body());
      return new Answer(answer.statusCode(), answer.body(), answer.headers());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Asks once, with nothing more.
  public Answer send(String method, String path, String body) throws IOException {
    return send(method, path, body, Map.of());
  }

  /// The same request with the same key until it is answered, whatever dies meanwhile.
  ///
  /// @throws IllegalStateException when nobody has answered for [#PATIENCE]
  public Answer insist(String method, String path, String body, String key) {
    var until = Instant.now().plus(PATIENCE);
    var last = "nothing";
    while (Instant.now().isBefore(until)) {
      try {
        var answer = send(method, path, body, Map.of("Idempotency-Key", key));
        if (answer.status() / 100 != 5 && answer.status() != 429) {
          return answer;
        }
        last = answer.toString();
      } catch (IOException nobody) {
        last = nobody.toString();
        turnAway();
      }
      pause();
    }
    throw new IllegalStateException(method + " " + path + ": at last " + last);
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
