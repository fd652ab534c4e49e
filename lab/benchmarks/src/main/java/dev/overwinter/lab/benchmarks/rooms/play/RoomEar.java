package dev.overwinter.lab.benchmarks.rooms.play;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One tab that is open on a room: a socket that is opened again whenever it breaks, from the last
/// event that is known, at the next api when one does not answer. Commands that had no answer are
/// sent again with the same id.
public final class RoomEar implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  /// For sockets alone, each on a connection of its own. The JDK's client can lose what comes with
  /// the answer to a handshake when its connection was another request's before.
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration GREETED_WITHIN = Duration.ofSeconds(90);
  private static final int TROUBLES = 20;

  private final RoomCaller who;
  private final String room;
  private final RoomLog log;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private volatile boolean over;
  private volatile @Nullable Line line;

  private record Waiting(String text, CompletableFuture<JsonNode> answer) {}

  private RoomEar(RoomCaller who, String room, long after, Consumer<RoomEvent> listener) {
    this.who = who;
    this.room = room;
    log = new RoomLog(after, who.keeps(), listener);
  }

  /// Opens one that knows the room up to an event, and returns when it was greeted.
  ///
  /// @param after 0 for one that wants to know everything from the beginning
  /// @param listener told of every event on the socket's thread; must not block
  public static RoomEar open(
      RoomCaller who, String room, long after, Consumer<RoomEvent> listener) {
    var ear = new RoomEar(who, room, after, listener);
    Thread.ofVirtual().name("ear-", 0).start(ear::stay);
    try {
      ear.log.awaitGreeting(1, GREETED_WITHIN);
    } catch (IllegalStateException e) {
      ear.close();
      throw new IllegalStateException(room + ", of late: " + ear.troubles, e);
    }
    return ear;
  }

  /// What it has heard.
  public RoomLog log() {
    return log;
  }

  /// Orders by the socket and waits for the answer, over as many sockets as it takes.
  ///
  /// @return the frame that answers it
  public JsonNode order(ObjectNode command) {
    return order(command, UUID.randomUUID().toString());
  }

  /// The same with an id of one's own, and again with it while nobody can do it or it comes too
  /// often.
  public JsonNode order(ObjectNode command, String id) {
    var text = command.put("id", id).toString();
    var until = Instant.now().plus(PATIENCE);
    while (true) {
      var answer = asked(id, text);
      var status = answer.path("error").path("status").intValue();
      if (status != 429 && status / 100 != 5) {
        return answer;
      }
      if (Instant.now().isAfter(until)) {
        throw new IllegalStateException("at last " + answer + " to " + text);
      }
      RoomCaller.pause();
    }
  }

  private JsonNode asked(String id, String text) {
    var asked = new Waiting(text, new CompletableFuture<>());
    waiting.put(id, asked);
    say(text);
    try {
      return asked.answer().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no answer to " + text, e);
    } finally {
      waiting.remove(id);
    }
  }

  /// Sends something as it is, if there is a socket.
  public void say(String text) {
    var to = line;
    if (to != null) {
      to.say(text);
    }
  }

  /// Breaks the socket as a bad network does; it is opened again.
  public void breakOff() {
    var broken = line;
    if (broken != null) {
      broken.socket().abort();
      broken.ended.complete(false);
    }
  }

  /// Opens it again and again until it is closed.
  private void stay() {
    while (!over) {
      try {
        var next = new Line(who.api());
        line = next;
        CompletableFuture.delayedExecutor(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
            .execute(next::giveUp);
        waiting.values().forEach(one -> next.say(one.text()));
        var _ = next.ended.join();
      } catch (CompletionException away) {
        trouble("no socket: " + away.getCause());
        who.turnAway();
      }
      if (!over) {
        RoomCaller.pause();
      }
    }
  }

  /// What came between us and the room, for whoever asks why there is no greeting.
  private void trouble(String what) {
    troubles.add(Instant.now() + " " + what);
    if (troubles.size() > TROUBLES) {
      troubles.poll();
    }
  }

  private void heard(String text) {
    long now = System.nanoTime();
    who.told(text);
    JsonNode frame;
    try {
      frame = Answer.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
    var asked = waiting.get(frame.path("re").asText(""));
    if (asked != null) {
      asked.answer().complete(frame);
    } else {
      log.heard(frame, now);
    }
  }

  @Override
  public void close() {
    over = true;
    breakOff();
  }

  /// One connection of its life.
  private final class Line implements WebSocket.Listener {
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile boolean greeted;
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private CompletableFuture<?> said = CompletableFuture.completedFuture(null);

    /// @throws CompletionException when nobody answers, or the handshake is refused
    Line(URI api) {
      var address =
          api.toString().replaceFirst("http", "ws")
              + "/api/rooms/"
              + room
              + "/socket?after="
              + log.seq();
      var builder = HTTP.newWebSocketBuilder().connectTimeout(CONNECT);
      who.headers().forEach(builder::header);
      var made = builder.buildAsync(URI.create(address), this);
      try {
        socket = made.copy().orTimeout(2 * CONNECT.toSeconds(), TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        var _ = made.thenAccept(WebSocket::abort);
        throw e;
      }
    }

    /// Begins anew if nobody has said anything: a socket greets first.
    void giveUp() {
      if (!greeted && !ended.isDone()) {
        trouble("open, and not greeted for " + CONNECT);
        socket.abort();
        ended.complete(false);
      }
    }

    WebSocket socket() {
      return socket;
    }

    /// A socket takes one text after the other.
    synchronized void say(String text) {
      said =
          said.handle((_, _) -> 0)
              .thenCompose(_ -> socket.sendText(text, true))
              .toCompletableFuture();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        var whole = part.toString();
        part.setLength(0);
        if (!ended.isDone()) {
          greeted = true;
          heard(whole);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      trouble("closed: " + status + " " + reason);
      ended.complete(true);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      trouble("broken: " + error);
      ended.complete(false);
    }
  }
}
